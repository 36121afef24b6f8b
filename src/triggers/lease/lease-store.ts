import type { KeyNews } from './key-news.ts';
import type { Candidacy, FailsafeEntry, Race } from './race.ts';

export interface Granted {
  readonly id: string;
  /** etcd may give more than it was asked for. Milliseconds. */
  readonly ttlMs: number;
}

export interface Renewal {
  /** For how long from then on. Milliseconds. */
  readonly ttlMs: number;
  /** The term of Raft that etcd was in. One that is behind the others renews nothing, and does not know. */
  readonly raftTerm: string | undefined;
}

export interface Parts {
  /** By their names; those of which nothing is written down are not there. */
  readonly races: ReadonlyMap<string, Race>;
  readonly raftTerm: string | undefined;
}

/** Where leases are kept. All throw `Failure` where nobody answers in time. */
export interface LeaseStore {
  grant(ttlMs: number, signal: AbortSignal): Promise<Granted>;
  /**
   * Returns `undefined` where it has run out already. Counts only once something that needs most members was
   * answered later, in the same term of Raft.
   */
  renew(id: string, signal: AbortSignal): Promise<Renewal | undefined>;
  /** Enters a race. What was entered ends with the lease. */
  enter(entry: Entry, signal: AbortSignal): Promise<void>;
  /** Says something to all that take part, in place of what this host said before. It ends with the lease. */
  vote(vote: Vote, signal: AbortSignal): Promise<void>;
  /** Takes what nobody has, and tells who has it then. */
  campaign(entry: Entry, signal: AbortSignal): Promise<Race>;
  /** Who has it, by what most members of etcd agree upon. */
  look(name: string, signal: AbortSignal): Promise<Race>;
  /** All races that there are. */
  list(signal: AbortSignal): Promise<ReadonlyMap<string, Race>>;
  /** All parts of a lease that is spread over hosts, and the race for all of them, at one moment. */
  lookAtParts(lease: string, signal: AbortSignal): Promise<Parts>;
  /** Gives up what was won in that election, and nothing else that hangs on the same lease. */
  drop(drop: Drop, signal: AbortSignal): Promise<void>;
  /** Asks a holder to give way; forgotten after `ttlMs`. */
  askToRelease(
    name: string,
    wish: { id: string; ttlMs: number },
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Writes down who alone may take part from now on, or that anybody may. `false` where that election is over:
   * then nothing was written.
   */
  limit(limit: Limit, signal: AbortSignal): Promise<boolean>;
  revoke(id: string, signal: AbortSignal): Promise<void>;
  /** Calls back whenever something of a race has changed, until that can no longer be seen. */
  watch(name: string, onChange: () => void, signal: AbortSignal): Promise<void>;
  /** The same for all parts of a lease, and says what has changed; nothing where that is not known. */
  watchParts(
    lease: string,
    onNews: (news: readonly KeyNews[] | undefined) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): void;
}

export interface Limit {
  readonly name: string;
  /** Of the holder who says so. */
  readonly epoch: string;
  readonly entry: FailsafeEntry | undefined;
}

export interface Drop {
  readonly name: string;
  readonly epoch: string;
  /** How its host takes part from then on. */
  readonly entry: Entry;
}

export interface Vote {
  readonly name: string;
  /** Of the lease that it ends with. */
  readonly id: string;
  readonly host: string;
  readonly text: string;
}

export interface Entry {
  readonly name: string;
  readonly id: string;
  readonly candidacy: Candidacy;
}
