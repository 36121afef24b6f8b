import type { Address } from '../core/address.ts';
import type { Sight } from '../ports/alarms.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import type { Session } from './session.ts';

/** An address as a look has found it, for those who tell people. */
export function sightOf(
  address: Address,
  found: Pick<Sight, 'reading' | 'isHere' | 'isOurs'>,
  { session, roles }: { readonly session: Session; readonly roles: RoleTracker },
): Sight {
  const { local, clock } = session;
  return {
    ...found,
    isContested: found.isHere && local().contests.isContested(address, clock.wall()),
    isStray: roles.isStray(address),
  };
}
