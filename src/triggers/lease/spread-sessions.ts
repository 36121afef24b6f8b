import type { Clock } from '../../ports/clock.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { LeaseStore } from './lease-store.ts';
import { openPartStore } from './part-store.ts';
import { leaseOfPart } from './parts.ts';
import { SpreadSession } from './spread-session.ts';

/** What the parts of a lease share in this process, by the lease and how many parts it has. */
export type SpreadSessions = Map<string, OpenSession>;

interface OpenSession {
  readonly session: SpreadSession;
  readonly store: LeaseStore;
}

export interface OpenPartOptions {
  readonly sessions: SpreadSessions;
  /** How many parts there are. */
  readonly parts: number;
  readonly settings: Pick<LeaseSettings, 'ttlMs' | 'host' | 'nopreempt'>;
  readonly clock: Clock;
  /** Opens where leases are kept, for all parts. */
  readonly open: () => LeaseStore;
}

/** The store of one part. The first one begins the session, and the last one that is closed ends it. */
export function openPart(part: string, options: OpenPartOptions): LeaseStore {
  const { sessions, parts, settings, clock, open } = options;
  const lease = leaseOfPart(part) ?? part;
  const key = `${lease} ${parts}`;
  let shared = sessions.get(key);
  if (shared === undefined) {
    const store = open();
    const onClosed = (): void => void sessions.delete(key);
    shared = { store, session: new SpreadSession({ lease, settings, store, clock, onClosed }) };
    sessions.set(key, shared);
  }
  return openPartStore({ part, ...shared });
}
