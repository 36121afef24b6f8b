import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { causeOf } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { sleep } from '../lib/sleep.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { Mastery } from '../sources/mastery.ts';
import { notOurs } from './idle.ts';
import { lookAgainMs } from './patience.ts';

/** How long keepalived may take to put its own address on the interface, after it says MASTER. */
const graceMs = 300;

export interface Doubts {
  readonly mastery: Mastery;
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
export async function disbelieve(
  address: Address,
  event: Pick<VrrpEvent, 'name' | 'state'>,
  { mastery, clock, signal, log, journal }: Doubts,
): Promise<Result | undefined> {
  const until = clock.now() + graceMs;
  while (mastery.isContradicted(address) && clock.now() < until) {
    await sleep(clock, lookAgainMs, signal);
  }
  if (!mastery.isContradicted(address)) return undefined;
  const { vip = '' } = address;
  const why = `${event.name} is said to be MASTER, but ${vip} is on no interface of this host`;
  const result = notOurs(address, why);
  log.warn({ address: address.name, vip, event: event.state }, 'claim not believed');
  journal.append({ type: 'outcome', cause: causeOf(event), result, names: {} });
  return result;
}
