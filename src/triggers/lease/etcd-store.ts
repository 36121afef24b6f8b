import { leaseOfPart } from '../../core/spread.ts';
import { groupedBy } from '../../lib/grouped.ts';
import { isRecord } from '../../lib/json.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Etcd } from './etcd-gateway.ts';
import {
  encode,
  keyValuesIn,
  numberText,
  partsRangeOf,
  raceIn,
  raftTermIn,
  rangeOf,
} from './etcd-keys.ts';
import type { KeyValue } from './etcd-keys.ts';
import { watchEtcd } from './etcd-watch.ts';
import type { Drop, Entry, Granted, LeaseStore, Limit } from './lease-store.ts';
import { raceForAll, withHostsOfAll, withHostsOfParts } from './parts.ts';
import type { Race } from './race.ts';

type Ask = Pick<Etcd, 'call'>;

/** Leases in etcd. Reads are linearizable: other ones are stale where a member is cut off (patroni#308). */
export function openEtcdStore(gateway: Etcd, prefix: string): LeaseStore {
  const baseOf: BaseOf = (name) => `${prefix}${name}/`;
  return {
    ...leasesIn(gateway),
    ...racesIn(gateway, baseOf),
    async list(signal) {
      const answer = await gateway.call('/v3/kv/range', rangeOf(prefix), signal);
      return withHostsOfParts(racesBelow(prefix, answer));
    },
    async lookAtParts(lease, signal) {
      const answer = await gateway.call('/v3/kv/range', partsRangeOf(`${prefix}${lease}`), signal);
      return { races: racesBelow(prefix, answer), raftTerm: raftTermIn(answer) };
    },
    watch: (name, onChange, signal) =>
      watchEtcd(gateway, { prefix, range: rangeOf(baseOf(name)), onNews: onChange, signal }),
    watchParts: (lease, onNews, signal) =>
      watchEtcd(gateway, { prefix, range: partsRangeOf(`${prefix}${lease}`), onNews, signal }),
    close: () => gateway.close(),
  };
}

function leasesIn(etcd: Ask): Pick<LeaseStore, 'grant' | 'renew' | 'revoke'> {
  return {
    grant: (ttlMs, signal) => grant(etcd, ttlMs, signal),
    async renew(ID, signal) {
      const answer = await etcd.call('/v3/lease/keepalive', { ID }, signal);
      const result = isRecord(answer['result']) ? answer['result'] : {};
      // Of a lease that is dead the answer is 200 as well, and has no TTL.
      const seconds = Number(numberText(result['TTL']) ?? 0);
      return seconds > 0 ? { ttlMs: seconds * 1000, raftTerm: raftTermIn(result) } : undefined;
    },
    async revoke(ID, signal) {
      try {
        await etcd.call('/v3/lease/revoke', { ID }, signal);
      } catch (error) {
        // It has run out by itself.
        if (!isFailure(error, 'missing')) throw error;
      }
    },
  };
}

async function grant(etcd: Ask, ttlMs: number, signal: AbortSignal): Promise<Granted> {
  const { ID, TTL } = await etcd.call('/v3/lease/grant', { TTL: ttlMs / 1000 }, signal);
  const [id, seconds] = [numberText(ID), Number(numberText(TTL) ?? 0)];
  if (id === undefined || seconds <= 0) {
    throw new Failure('transport', 'etcd granted a lease that has no id, or no time');
  }
  return { id, ttlMs: seconds * 1000 };
}

/** What all keys of a race begin with. */
type BaseOf = (name: string) => string;

function racesIn(
  etcd: Ask,
  baseOf: BaseOf,
): Pick<LeaseStore, 'enter' | 'vote' | 'campaign' | 'look' | 'askToRelease' | 'limit' | 'drop'> {
  return {
    async enter(entry, signal) {
      await etcd.call('/v3/kv/put', candidateKeyOf(entry, baseOf), signal);
    },
    async vote({ name, id, host, text }, signal) {
      await etcd.call('/v3/kv/put', keyOf(`${baseOf(name)}votes/${host}`, text, id), signal);
    },
    async campaign(entry, signal) {
      const base = baseOf(entry.name);
      const answer = await etcd.call('/v3/kv/txn', campaignFor(entry, base), signal);
      return raceIn(lastRangeIn(answer), { base, raftTerm: raftTermIn(answer) });
    },
    async look(name, signal) {
      const read = async (one: string): Promise<Race> => {
        const base = baseOf(one);
        const answer = await etcd.call('/v3/kv/range', rangeOf(base), signal);
        return raceIn(keyValuesIn(answer), { base, raftTerm: raftTermIn(answer) });
      };
      const race = await read(name);
      const lease = leaseOfPart(name);
      return lease === undefined ? race : withHostsOfAll(name, race, await read(raceForAll(lease)));
    },
    async drop(drop, signal) {
      await etcd.call('/v3/kv/txn', dropOf(drop, baseOf), signal);
    },
    async limit(limit, signal) {
      const answer = await etcd.call('/v3/kv/txn', limitBy(limit, baseOf(limit.name)), signal);
      return answer['succeeded'] === true;
    },
    async askToRelease(name, { id, ttlMs }, signal) {
      const { id: own } = await grant(etcd, ttlMs, signal);
      await etcd.call('/v3/kv/put', keyOf(`${baseOf(name)}release`, id, own), signal);
    },
  };
}

/** Takes the key if it is not there, and reads the race in the same instant. */
function campaignFor({ id, candidacy: { host } }: Entry, base: string): object {
  const key = `${base}leader`;
  const range = { request_range: rangeOf(base) };
  return {
    compare: [{ target: 'CREATE', key: encode(key), create_revision: '0' }],
    success: [{ request_put: keyOf(key, JSON.stringify({ host }), id) }, range],
    failure: [range],
  };
}

/** Only whoever has won that election may say so: whoever comes next would not know of it. */
function limitBy({ epoch, entry }: Limit, base: string): object {
  const key = encode(`${base}failsafe`);
  const change =
    entry === undefined
      ? { request_delete_range: { key } }
      : { request_put: { key, value: encode(JSON.stringify(entry)) } };
  return {
    compare: [{ target: 'CREATE', key: encode(`${base}leader`), create_revision: epoch }],
    success: [change],
  };
}

/** One that comes late finds another election, and does nothing. */
function dropOf({ name, epoch, entry }: Drop, baseOf: BaseOf): object {
  const key = encode(`${baseOf(name)}leader`);
  return {
    compare: [{ target: 'CREATE', key, create_revision: epoch }],
    success: [{ request_put: candidateKeyOf(entry, baseOf) }, { request_delete_range: { key } }],
  };
}

function candidateKeyOf({ name, id, candidacy }: Entry, baseOf: BaseOf): object {
  return keyOf(`${baseOf(name)}candidates/${id}`, JSON.stringify(candidacy), id);
}

function keyOf(key: string, value: string, lease: string): object {
  return { key: encode(key), value: encode(value), lease };
}

/** What a transaction has read after everything else. */
function lastRangeIn({ responses }: Record<string, unknown>): readonly KeyValue[] {
  const last: unknown = Array.isArray(responses) ? responses.at(-1) : undefined;
  return keyValuesIn(isRecord(last) ? last['response_range'] : undefined);
}

function racesBelow(prefix: string, answer: Record<string, unknown>): ReadonlyMap<string, Race> {
  const raftTerm = raftTermIn(answer);
  const byName = groupedBy(keyValuesIn(answer), ({ key }) => raceOfKey(key, prefix));
  const names = [...byName.keys()].filter((name) => name !== '').toSorted();
  return new Map(
    names.map((name) => [
      name,
      raceIn(byName.get(name) ?? [], { base: `${prefix}${name}/`, raftTerm }),
    ]),
  );
}

/** Empty for a key of no race. */
function raceOfKey(key: string, prefix: string): string {
  const end = key.indexOf('/', prefix.length);
  return end === -1 ? '' : key.slice(prefix.length, end);
}
