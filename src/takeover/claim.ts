import type { Address } from '../core/address.ts';
import { coolOffLeftMs } from '../core/contest.ts';
import { followKey, triggerOf } from '../core/follow.ts';
import type { Result } from '../core/outcome.ts';
import { isHeldBy, nodeOf } from '../core/owner.ts';
import type { Owner, Reading } from '../core/owner.ts';
import type { EventOrder } from '../core/vrrp.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import { withGuestHere } from './guest.ts';
import type { GuestTools } from './guest.ts';
import { createHostLock } from './host-lock.ts';
import type { LocalState } from './local-state.ts';
import { pursue } from './pursue.ts';
import type { Wanted } from './recheck.ts';
import type { RunOptions } from './run.ts';
import type { ToldClaim } from './told-claim.ts';

export interface ClaimOptions extends Omit<RunOptions, 'wanted'> {
  /** The node that claims the address: this one. */
  readonly node: string;
  readonly readFirst: boolean;
  /** What the claim is made for began then: an event, or this process. */
  readonly since: EventOrder;
  /** Where that may be told once more: the claim goes on. */
  readonly told?: ToldClaim;
  readonly local: LocalState;
  readonly roles: RoleTracker;
  readonly host: GuestTools['host'];
  readonly metrics: GuestTools['metrics'];
  /** What a look at the address saw a moment ago, so that it need not be read again. */
  readonly known?: Reading;
  /** The other node is known to give way: losing the address is no reason to wait. */
  readonly isAssertion?: boolean;
  /** Hears who took the address while this node was to hold it. */
  readonly onLost?: (owner: Owner) => void;
  /** Hears what became of each look and each takeover, of which a vigil is several. */
  readonly onEnd?: (result: Result) => void;
  /** Write nothing down where nothing was to be done. */
  readonly quiet?: boolean;
}

/**
 * Takes an address because this node is MASTER: one run at a time on this host, for as long as the
 * claim stands, and not blindly where another node keeps taking it away.
 */
export async function claim(address: Address, options: ClaimOptions): Promise<Result> {
  const { node, since, roles, told } = options;
  const latest = (): EventOrder => told?.latest() ?? since;
  const wanted: Wanted = {
    isStill: () => roles.stands(address, latest()),
    whyNot: () => roles.whyNot?.(address, latest()),
    key: `claim ${followKey(address.follow)} ${address.vip} ${since.ticks}-${since.pid}`,
  };
  const lock = createHostLock({
    ...options,
    address,
    locks: options.local.locks,
    start: { ...latest(), reason: 'claim' },
    wanted,
    isObsolete: (other) => roles.isObsolete(address, other),
  });
  // Another process goes by what stands there, and would take this run for one that has been replaced.
  const unwatch = told?.watch((order) => lock.renew(order));
  try {
    const result = await pursue(address, {
      ...options,
      wanted,
      acquireLock: lock.acquire,
      goal: { type: 'held-by', node },
      coolOffMs: (owner) => coolOffMs(address, owner, options),
      // What others are elected for is theirs to mend: whoever has lost that writes nothing more.
      isTakenOver: () =>
        triggerOf(address) !== undefined || roles.roleOf(address) === 'MASTER' || lock.hasCompany(),
    });
    if (!isHeld(result)) {
      options.onEnd?.(result);
      return result;
    }
    noteHere(address, { ...options, since: latest() });
    options.onEnd?.(result);
    return await withGuestHere(address, result, { ...options, isStill: wanted.isStill });
  } finally {
    unwatch?.();
    lock.release();
  }
}

/**
 * Notes that the address was read back as ours, where that is news. A run that has been replaced
 * notes nothing: it would hide that the run which replaced it had the address.
 */
export function noteHere(
  address: Address,
  { since, local, roles }: Pick<ClaimOptions, 'since' | 'local' | 'roles'>,
): void {
  const known = local.contests.heldBy(address);
  if (known !== undefined && roles.stands(address, known)) return;
  if (roles.stands(address, since)) local.contests.noteHeld(address, since);
}

/**
 * Notes that this node is not MASTER. Events of keepalived tell by themselves which claims they end,
 * an IP that leaves an interface does not.
 */
export function noteNotOurs(address: Address, { contests }: LocalState): void {
  if (address.vip !== undefined) contests.noteNotOurs(address);
}

export function isHeld({ outcome }: Result): boolean {
  return outcome === 'moved' || outcome === 'already-held';
}

/** A wait that is longer is no longer than this at a time: meanwhile the other node may give way. */
const lookAgainMs = 3000;

/** How long to leave an address where it is, before the next look. */
function coolOffMs(address: Address, owner: Owner, options: ClaimOptions): number {
  const leftMs = coolOffLeft(address, owner, options);
  return leftMs < options.deadline.remainingMs() ? Math.min(leftMs, lookAgainMs) : leftMs;
}

/**
 * How long the address is to be left where it is. It was taken away if this node had read it back as its
 * own under a claim that still stands; anything else is an ordinary takeover, which waits for
 * nobody.
 */
function coolOffLeft(address: Address, owner: Owner, options: ClaimOptions): number {
  const { local, roles, node, clock } = options;
  if (isHeldBy(owner, node)) return 0;
  const held = local.contests.heldBy(address);
  if (held !== undefined && roles.stands(address, held)) return lose(address, owner, options);
  const loss = local.contests.loss(address);
  if (loss === undefined || !roles.stands(address, loss.lostBy)) return 0;
  return coolOffLeftMs(loss.contest, clock.wall());
}

function lose(address: Address, owner: Owner, options: ClaimOptions): number {
  const { local, clock, random, log, journal } = options;
  const nowMs = clock.wall();
  if (options.isAssertion === true) local.contests.noteGivingWay(address, nowMs);
  const { losses, notBeforeMs } = local.contests.noteLost(address, { nowMs, random: random() });
  const by = nodeOf(owner);
  const coolOff = Math.round(notBeforeMs - nowMs);
  log.error({ address: address.name, by, losses, coolOffMs: coolOff }, 'contested');
  journal.append({ type: 'contested', address: address.name, by, losses, coolOffMs: coolOff });
  options.onLost?.(owner);
  return coolOff;
}
