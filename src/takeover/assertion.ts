import { keyOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { compareOrder } from '../core/vrrp.ts';
import type { EventOrder } from '../core/vrrp.ts';
import type { HostLockEntry } from '../lib/processes/host-locks.ts';
import { sleep } from '../lib/time/sleep.ts';
import { isFailure } from '../ports/failure.ts';
import { claim, isHeld } from './claim.ts';
import type { ClaimOptions } from './claim.ts';
import { leftAlone } from './result-without-run.ts';

/**
 * After which waits to look again at an address that a node of lower priority has claimed: it may
 * still have a request on the wire, and nothing tells when that lands.
 */
const lookAgainAfterMs = [1000, 2000, 4000] as const;

/**
 * Makes sure of an address because a node of lower priority was heard, and looks again for a while.
 * That node is heard with every advert: whoever finds an older assertion going on leaves it to that. Of
 * two that find each other, one goes on.
 */
export async function assertClaim(address: Address, options: ClaimOptions): Promise<Result> {
  const { roles, since, local, clock } = options;
  local.contests.noteGivingWay(address, clock.wall());
  const entry = enterAssertion(address, options);
  const isKept = (other: EventOrder): boolean =>
    compareOrder(other, since) < 0 && roles.stands(address, other);
  const keeper = entry?.others().find(isKept);
  try {
    if (keeper !== undefined) {
      return leftAlone(
        address,
        `process ${keeper.process.pid} of this host is watching it already`,
      );
    }
    return await assertRepeatedly(address, { ...options, readFirst: true, isAssertion: true });
  } finally {
    entry?.leave();
  }
}

/** Where nobody can be told, everybody watches. */
function enterAssertion(
  address: Address,
  { local, since }: ClaimOptions,
): HostLockEntry | undefined {
  try {
    return local.locks.enter(`vigil_${keyOf(address)}`, { ...since, reason: 'vigil' });
  } catch {
    return undefined;
  }
}

async function assertRepeatedly(address: Address, options: ClaimOptions): Promise<Result> {
  const { deadline, roles, since, clock } = options;
  let result = await claim(address, options);
  for (const ms of lookAgainAfterMs) {
    if (!isHeld(result) || ms >= deadline.remainingMs()) break;
    if (!(await outlast(ms, options)) || !roles.stands(address, since)) break;
    // Only what a look finds lost is worth a line.
    // A loss that it finds is answered from now on, whenever the vigil has begun.
    const startedAt = clock.now();
    result = sum(result, await claim(address, { ...options, startedAt, quiet: true }));
  }
  return result;
}

/** Whether a wait came to its end. An assertion that is cut short has seen what it has seen all the same. */
async function outlast(ms: number, { clock, deadline }: ClaimOptions): Promise<boolean> {
  try {
    await sleep(clock, ms, deadline.signal);
    return true;
  } catch (error) {
    if (!isFailure(error)) throw error;
    return false;
  }
}

/** Two runs of one claim as one: what the second one found, with the writes of both. */
function sum(first: Result, second: Result): Result {
  const writes = first.writes + second.writes;
  if (second.outcome === 'already-held') return { ...first, writes };
  return { ...second, from: second.from ?? first.from, writes };
}
