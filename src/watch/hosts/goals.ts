import type { Address } from '../../core/address.ts';
import { compareOrder } from '../../core/vrrp.ts';
import type { EventOrder } from '../../core/vrrp.ts';
import { obsoleteBy } from '../../triggers/role-tracker.ts';
import type { RoleTracker } from '../../triggers/role-tracker.ts';

/** Where this controller wants an address to be, and since when. */
export interface Goal {
  readonly node: string;
  readonly since: EventOrder;
}

export type Goals = Map<Address, Goal>;

/**
 * What takeovers ask whether they are still wanted: only while this controller leads, for the host that the address
 * is to go to now, and not once that is dead as well.
 */
export function rolesByGoals(
  base: RoleTracker,
  { goals, isDead }: { readonly goals: Goals; readonly isDead: (node: string) => boolean },
): RoleTracker {
  const stands = (address: Address, since: EventOrder): boolean => {
    const goal = goals.get(address);
    if (goal === undefined || compareOrder(goal.since, since) > 0) return false;
    return !isDead(goal.node) && base.stands(address, since);
  };
  const isReplaced = (address: Address, since: EventOrder): boolean => {
    const goal = goals.get(address);
    const isOlder = goal !== undefined && compareOrder(goal.since, since) > 0;
    return isOlder || base.isReplaced(address, since);
  };
  return { ...base, stands, isReplaced, isObsolete: obsoleteBy({ ...base, stands, isReplaced }) };
}
