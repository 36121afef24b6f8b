import type { Io } from '../../app/io.ts';
import { journalOf } from '../../app/session.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import { leaseOf } from '../../core/follow.ts';
import type { Recorded } from '../../ports/journal.ts';
import { openLog } from '../open.ts';
import type { Candidate, KnownWords } from './complete.ts';

/**
 * What the config and the journal of this host know. Whoever types is not interrupted: what cannot be read
 * adds nothing.
 */
export function openKnownWords(words: readonly string[], io: Io): KnownWords {
  return {
    async addresses() {
      const config = await configOf(words, io);
      return (config?.addresses ?? []).map((address) => ({
        word: address.name,
        about: [address.kind, address.ip].filter((part) => part !== undefined).join(' '),
      }));
    },
    nodes: () => Promise.resolve(nodesIn(io)),
    async instances() {
      const config = await configOf(words, io);
      const followed = (config?.addresses ?? []).flatMap(({ follow }) =>
        typeof follow === 'string' ? [follow] : [],
      );
      return [...new Set([...followed, ...instancesIn(io)])].map((word) => ({ word }));
    },
    async channels() {
      const config = await configOf(words, io);
      return (config?.alerts?.channels ?? []).map(({ name, type }) => ({
        word: name,
        about: type,
      }));
    },
    async leases() {
      const config = await configOf(words, io);
      const names = (config?.addresses ?? []).flatMap(({ follow }) =>
        typeof follow === 'object' ? (leaseOf(follow) ?? []) : [],
      );
      return [...new Set(names)].map((word) => ({ word }));
    },
  };
}

async function configOf(
  words: readonly string[],
  { env, clouds }: Io,
): Promise<Config | undefined> {
  try {
    return await loadConfig({ path: namedConfig(words), env, clouds });
  } catch {
    return undefined;
  }
}

/** The file that the words themselves name. */
function namedConfig(words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === '-c' || word === '--config') {
      const next = words[index + 1];
      return next === '=' ? words[index + 2] : next;
    }
    if (word.startsWith('--config=')) return word.slice('--config='.length);
  }
  return undefined;
}

function nodesIn(io: Io): readonly Candidate[] {
  const nodes = new Map<string, Candidate>();
  for (const entry of entriesOf(io)) {
    if (entry.type !== 'outcome') continue;
    const { from, to } = entry.result;
    for (const id of [from, to]) {
      if (typeof id !== 'string') continue;
      const name = entry.names[id];
      nodes.set(id, name === undefined ? { word: id } : { word: id, about: name });
    }
  }
  return [...nodes.values()];
}

function instancesIn(io: Io): readonly string[] {
  return entriesOf(io).flatMap((entry) => (entry.type === 'event' ? [entry.name] : []));
}

function entriesOf(io: Io): readonly Recorded[] {
  const log = openLog({ logLevel: 'silent', color: false }, io);
  try {
    return journalOf({ ...io, log }).entries();
  } catch {
    return [];
  }
}
