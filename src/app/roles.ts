import { loadLeaseSettings } from '../config/lease-settings.ts';
import type { Address } from '../core/address.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { createRoleTracker } from '../triggers/role-tracker.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import type { Followed } from '../triggers/trigger-tools.ts';
import type { Session } from './session.ts';

type Knowing = Pick<Session, 'local' | 'host' | 'triggers'>;

/** What is known of who should hold an address. `own` is the event that this process was started for. */
export function rolesIn({ local, host, triggers }: Knowing, own?: VrrpEvent): RoleTracker {
  const base = { store: local().events, host, triggers };
  return createRoleTracker(own === undefined ? base : { ...base, own });
}

/** What these addresses follow, as triggers want to know it. */
export function followedBy(
  addresses: readonly Address[],
  { config, env }: Pick<Session, 'config' | 'env'>,
): Followed {
  return {
    addresses,
    leases: () => loadLeaseSettings(config, env),
    // Only where there is one: no takeover of this host needs it.
    fleets: async () => (await import('../config/fleets.ts')).fleetsIn(config.hosts),
  };
}

/** Asks what else than keepalived these addresses follow, once. */
export async function askTriggers(addresses: readonly Address[], session: Session): Promise<void> {
  await session.triggers.ask(followedBy(addresses, session), session.signal);
}
