import type { Address } from '../core/address.ts';
import { followKey } from '../core/follow.ts';
import { createHostLock } from '../takeover/host-lock.ts';
import type { PursueOptions } from '../takeover/pursue.ts';
import type { Wanted } from '../takeover/recheck.ts';
import type { CloudContext } from './per-cloud.ts';
import { rolesIn } from './roles.ts';

/** What keeps a run apart from other runs of this host, and ends it when it is out of date. */
export type Guards = Required<Pick<PursueOptions, 'acquireLock' | 'wanted' | 'isTakenOver'>>;

/**
 * Runs what an operator asked for, whatever the role of this host, while no other run of this host
 * is at work on the address. What keepalived says after the operator spoke counts more.
 */
export async function withHostLock<T>(
  address: Address,
  { session, runOptions }: CloudContext,
  run: (guards: Guards) => Promise<T>,
): Promise<T> {
  const { host } = session;
  const { locks } = session.local();
  const roles = rolesIn(session);
  const wanted: Wanted = {
    isStill: () => !roles.isReplaced(address, host.start),
    key: `operator ${followKey(address.follow)}`,
  };
  const lock = createHostLock({
    ...runOptions,
    address,
    locks,
    start: { ...host.start, reason: 'operator' },
    wanted,
    isObsolete: (other) => roles.isObsolete(address, other),
  });
  try {
    const isTakenOver = (): boolean => roles.roleOf(address) === 'MASTER' || lock.hasCompany();
    return await run({ acquireLock: lock.acquire, wanted, isTakenOver });
  } finally {
    lock.release();
  }
}
