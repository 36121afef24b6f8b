import { leaseOfPart } from '../../core/spread.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LeaseSettings } from './lease-settings.ts';
import type { LeaseStore } from './lease-store.ts';
import { openPartStore } from './part-store.ts';
import { PartsLook } from './parts-look.ts';
import { SpreadSession } from './spread-session.ts';

/** What the parts of leases share in a process. */
export interface SharedParts {
  /** By the lease and how many parts it has. */
  readonly sessions: Map<string, OpenSession>;
  readonly looks: Map<string, PartsLook>;
}

interface OpenSession {
  readonly session: SpreadSession;
  readonly store: LeaseStore;
}

export interface OpenPartOptions {
  readonly shared: SharedParts;
  /** How many parts there are. */
  readonly parts: number;
  readonly settings: Pick<LeaseSettings, 'ttlMs' | 'host' | 'nopreempt'>;
  readonly clock: Clock;
  /** Opens where leases are kept, for all parts. */
  readonly open: () => LeaseStore;
}

/** The store of one part. The first one begins the session, and the last one that is closed ends it. */
export function openPart(part: string, options: OpenPartOptions): LeaseStore {
  const { shared, parts, settings, clock, open } = options;
  const lease = leaseOfPart(part) ?? part;
  const key = `${lease} ${parts}`;
  const known = shared.sessions.get(key);
  if (known !== undefined) return openPartStore({ part, ...known });
  const store = open();
  const onClosed = (): void => void shared.sessions.delete(key);
  const session = new SpreadSession({ lease, settings, store, clock, onClosed });
  shared.sessions.set(key, { session, store });
  return openPartStore({ part, session, store });
}

/** Where a part is looked at by a process that takes no part in the election. */
export function openPartLook(
  part: string,
  { shared, clock, open }: Pick<OpenPartOptions, 'shared' | 'clock' | 'open'>,
): Pick<LeaseStore, 'look' | 'close'> {
  const lease = leaseOfPart(part) ?? part;
  const known = shared.looks.get(lease);
  if (known !== undefined) return known.open(part);
  const onClosed = (): void => void shared.looks.delete(lease);
  const looks = new PartsLook({ lease, store: open(), clock, onClosed });
  shared.looks.set(lease, looks);
  return looks.open(part);
}
