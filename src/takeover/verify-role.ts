import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { causeOf } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { pollMs } from './poll-interval.ts';
import { notOurs } from './result-without-run.ts';

/** How long keepalived may take to put its own address on the interface, after it says MASTER. */
const graceMs = 300;

export interface VerifyRoleOptions {
  readonly roles: RoleTracker;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly journal: Journal;
}

/**
 * Gives keepalived time to put its address on the interface. Returns what became of the claim where it
 * does not, which is also written down, and nothing where the claim is to be believed. Throws what the
 * signal was aborted with.
 */
export async function verifyRole(
  address: Address,
  event: Pick<VrrpEvent, 'name' | 'state'>,
  { roles, clock, signal, log, journal }: VerifyRoleOptions,
): Promise<Result | undefined> {
  const until = clock.now() + graceMs;
  while (roles.isContradicted(address) && clock.now() < until) {
    await sleep(clock, pollMs, signal);
  }
  if (!roles.isContradicted(address)) return undefined;
  const { vip = '' } = address;
  const why = `${event.name} is said to be MASTER, but ${vip} is on no interface of this host`;
  const result = notOurs(address, why);
  log.warn({ address: address.name, vip, event: event.state }, 'claim not believed');
  journal.append({ type: 'outcome', cause: causeOf(event), result, names: {} });
  return result;
}
