import type { Candidacy, Race } from './race.ts';

export interface Granted {
  readonly id: string;
  /** etcd may give more than it was asked for. Milliseconds. */
  readonly ttlMs: number;
}

/** Where leases are kept. All throw `Failure` where nobody answers in time. */
export interface LeaseStore {
  grant(ttlMs: number, signal: AbortSignal): Promise<Granted>;
  /** Returns for how long from now; `undefined` where it has run out already. */
  renew(id: string, signal: AbortSignal): Promise<number | undefined>;
  /** Enters a race. What was entered ends with the lease. */
  enter(entry: Entry, signal: AbortSignal): Promise<void>;
  /** Takes what nobody has, and tells who has it then. */
  campaign(entry: Entry, signal: AbortSignal): Promise<Race>;
  /** Who has it, by what most members of etcd agree upon. */
  look(name: string, signal: AbortSignal): Promise<Race>;
  /** All races that there are. */
  list(signal: AbortSignal): Promise<ReadonlyMap<string, Race>>;
  /** Asks a holder to give way; forgotten after `ttlMs`. */
  askToRelease(
    name: string,
    wish: { id: string; ttlMs: number },
    signal: AbortSignal,
  ): Promise<void>;
  revoke(id: string, signal: AbortSignal): Promise<void>;
  /** Calls back whenever something of a race has changed, until that can no longer be seen. */
  watch(name: string, onChange: () => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface Entry {
  readonly name: string;
  readonly id: string;
  readonly candidacy: Candidacy;
}
