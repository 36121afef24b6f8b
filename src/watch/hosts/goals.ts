import type { Address } from '../../core/address.ts';
import type { HostHealth } from '../../core/host-health.ts';
import { compareOrder } from '../../core/vrrp.ts';
import type { EventOrder } from '../../core/vrrp.ts';
import { obsoleteBy } from '../../triggers/role-tracker.ts';
import type { RoleTracker } from '../../triggers/role-tracker.ts';
import type { Departure } from './departure.ts';

/** Where this controller wants an address to be, and since when. */
export interface Goal {
  readonly node: string;
  readonly since: EventOrder;
  /** The host that it leaves, where that is the reason: it is dead. */
  readonly leaves?: Departure;
}

export type Goals = Map<Address, Goal>;

export interface GoalsOptions {
  readonly goals: Goals;
  readonly healthOf: (node: string) => HostHealth['is'] | undefined;
  /** A host for people. */
  readonly textOf: (node: string) => string;
}

/**
 * What takeovers ask whether they are still wanted: only while this controller leads, for the host that the address
 * is to go to now, not once that is dead as well, and not once the host that it was to leave is well again.
 */
export function rolesByGoals(
  base: RoleTracker,
  { goals, healthOf, textOf }: GoalsOptions,
): RoleTracker {
  const stayingAt = ({ leaves }: Goal): string | undefined =>
    leaves !== undefined && !leaves.hasBegun() && healthOf(leaves.from) === 'well'
      ? leaves.from
      : undefined;
  const stands = (address: Address, since: EventOrder): boolean => {
    const goal = goals.get(address);
    if (goal === undefined || isNewer(goal, since) || stayingAt(goal) !== undefined) return false;
    return healthOf(goal.node) !== 'dead' && base.stands(address, since);
  };
  const isReplaced = (address: Address, since: EventOrder): boolean =>
    isNewer(goals.get(address), since) || base.isReplaced(address, since);
  const whyNot = (address: Address, since: EventOrder): string | undefined => {
    const goal = goals.get(address);
    const host = goal === undefined || isNewer(goal, since) ? undefined : stayingAt(goal);
    return host && `it was called off, since its host ${textOf(host)} is well again`;
  };
  const isObsolete = obsoleteBy({ ...base, stands, isReplaced });
  return { ...base, stands, isReplaced, whyNot, isObsolete };
}

function isNewer(goal: Goal | undefined, since: EventOrder): boolean {
  return goal !== undefined && compareOrder(goal.since, since) > 0;
}
