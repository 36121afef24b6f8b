import { Failure } from '../../ports/failure.ts';
import type { LeaseStore } from './lease-store.ts';
import type { Beat, SpreadSession } from './spread-session.ts';

export interface PartStoreOptions {
  /** The name of the part. */
  readonly part: string;
  readonly session: SpreadSession;
  /** Where the session keeps its lease. */
  readonly store: LeaseStore;
}

/** For an election for one part of a lease that is spread: what it asks, the session of the host asks for all of them. */
export function openPartStore({ part, session, store }: PartStoreOptions): LeaseStore {
  const seat = session.open(part);
  /** What was read after the latest renewal, until it is told. */
  let untold: Beat | undefined;
  const beat = async (signal: AbortSignal): Promise<Beat> =>
    (untold = await session.beat(seat, signal));
  const tell = async (signal: AbortSignal): Promise<Beat> => {
    const told = untold ?? (await beat(signal));
    untold = undefined;
    return told;
  };
  return {
    ...store,
    async grant(_ttlMs, signal) {
      const { id, ttlMs, renewal, parts } = await beat(signal);
      // Another part has it since before, and this one has to know as well that most members of etcd agree.
      if (renewal !== undefined && (renewal.raftTerm ?? 'unknown') !== parts.raftTerm) {
        throw new Failure('transport', 'etcd was about to change its leader');
      }
      return { id, ttlMs };
    },
    async renew(id, signal) {
      const { renewal, ...told } = await beat(signal);
      return told.id === id ? renewal : undefined;
    },
    // The session has, for all parts.
    enter: () => Promise.resolve(),
    look: async (_name, signal) => session.raceOf(part, (await tell(signal)).parts),
    async campaign(entry, signal) {
      const { id, parts } = await tell(signal);
      const race = session.raceOf(part, parts);
      if (race.holder !== undefined || id !== entry.id) return race;
      const after = session.asSeen(part, await store.campaign(entry, signal), parts);
      session.noteWon(part, after);
      return after;
    },
    revoke: (id, signal) => session.giveUp(seat, id, signal),
    watch: (_name, onChange, signal) => session.watch(part, onChange, signal),
    close: () => session.close(seat),
  };
}
