import type { Session } from '../app/session.ts';
import type { Address } from '../core/address.ts';
import { takeOffGuest, withGuestHere } from '../takeover/guest.ts';
import { alreadyHeld } from '../takeover/result-without-run.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';

export interface Tending {
  readonly session: Session;
  readonly roles: RoleTracker;
  /** The node that this host is. */
  readonly node: string;
  /** Whether the cloud says that the address is here. */
  readonly isHere: boolean;
}

/** Has the guest side of an address as it should be by now, whatever happened to it. */
export async function tendGuest(
  address: Address,
  { session, roles, node, isHere }: Tending,
): Promise<void> {
  if (address.guest === undefined) return;
  const role = roles.roleOf(address);
  const isMaster = (): boolean => roles.roleOf(address) === 'MASTER';
  if (role === 'MASTER' && isHere) {
    await withGuestHere(address, alreadyHeld(address, node), { ...session, isStill: isMaster });
  }
  // Nobody takes away what was there before keepalived has said anything.
  if (role === null || role === 'MASTER') return;
  await takeOffGuest(address, { ...session, isStill: () => !isMaster() });
}
