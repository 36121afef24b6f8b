import { isRecord, parseJson } from '../../lib/json.ts';
import type { Candidate, FailsafeEntry, Holder, Race } from './race.ts';

/** What etcd is asked and answers, as its JSON gateway has it: bytes in base64, numbers of 64 bits as text. */

export function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

export function decode(text: unknown): string {
  return typeof text === 'string' ? Buffer.from(text, 'base64').toString('utf8') : '';
}

/** All keys that begin with a prefix, which ends with a slash. */
export function rangeOf(prefix: string): { readonly key: string; readonly range_end: string } {
  const end = Buffer.from(prefix, 'utf8');
  // The byte after a slash: no byte of the prefix has to be carried over.
  end[end.length - 1] = 0x30;
  return { key: encode(prefix), range_end: end.toString('base64') };
}

/** All keys of all parts of a lease, and of what is for all of them: what has a dot after its name. */
export function partsRangeOf(lease: string): { readonly key: string; readonly range_end: string } {
  // The byte after a dot is a slash.
  return { key: encode(`${lease}.`), range_end: encode(`${lease}/`) };
}

export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** The id of its lease. */
  readonly lease: string;
  readonly createRevision: string;
}

/** The keys in an answer; what makes no sense is left out. */
export function keyValuesIn(range: unknown): readonly KeyValue[] {
  const kvs = isRecord(range) && Array.isArray(range['kvs']) ? range['kvs'] : [];
  return kvs.flatMap((kv: unknown) => {
    if (!isRecord(kv)) return [];
    return [
      {
        key: decode(kv['key']),
        value: decode(kv['value']),
        lease: numberText(kv['lease']) ?? '0',
        createRevision: numberText(kv['create_revision']) ?? '0',
      },
    ];
  });
}

/** A number of 64 bits; it is not there where it is 0. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && /^-?\d+$/.test(value) ? value : undefined;
}

/** In which term of Raft the member was that has answered. */
export function raftTermIn({ header }: Record<string, unknown>): string | undefined {
  return isRecord(header) ? numberText(header['raft_term']) : undefined;
}

/** The race that the keys below its name tell of. */
export function raceIn(
  keyValues: readonly KeyValue[],
  { base, raftTerm }: { readonly base: string; readonly raftTerm: string | undefined },
): Race {
  let holder: Holder | undefined;
  let wish: Pick<Race, 'released' | 'wish'> = { released: undefined };
  let failsafe: FailsafeEntry | undefined;
  const candidates: Candidate[] = [];
  const votes = new Map<string, string>();
  for (const { key, value, lease: id, createRevision: epoch } of keyValues) {
    const rest = key.slice(base.length);
    const told = parseJson(value);
    if (rest === 'leader') holder = { id, epoch, host: textIn(told, 'host') };
    if (rest === 'release') wish = { released: value, wish: epoch };
    if (rest === 'failsafe') failsafe = failsafeOf(told);
    if (rest.startsWith(voteKey)) votes.set(rest.slice(voteKey.length), value);
    if (rest.startsWith('candidates/')) candidates.push(candidateOf(id, told));
  }
  return { holder, candidates, ...wish, raftTerm, failsafe, votes };
}

const voteKey = 'votes/';

function candidateOf(id: string, told: unknown): Candidate {
  const { prefer, preempts, parts } = isRecord(told) ? told : {};
  return {
    id,
    host: textIn(told, 'host'),
    prefer: typeof prefer === 'number' ? prefer : 100,
    preempts: preempts !== false,
    ...(Array.isArray(parts) ? { parts: parts.map(String) } : {}),
  };
}

/** What makes no sense names nobody, so that nobody takes part by mistake. */
function failsafeOf(told: unknown): FailsafeEntry {
  const entry = isRecord(told) ? told : {};
  const { members, ttlMs } = entry;
  return {
    host: textIn(told, 'host'),
    epoch: textIn(told, 'epoch'),
    ttlMs: typeof ttlMs === 'number' ? ttlMs : longestTtlMs,
    members: Array.isArray(members) ? members.map(String) : [],
  };
}

/** As the config allows it. */
const longestTtlMs = 60_000;

function textIn(told: unknown, key: string): string {
  const text = isRecord(told) ? told[key] : undefined;
  return typeof text === 'string' ? text : 'somebody';
}
