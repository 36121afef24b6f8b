import type { Address } from '../core/address.ts';
import type { Fleet } from '../core/fleet.ts';
import type { HttpAdapter } from '../lib/http/http-request.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import type { LeaseSettings } from './lease/lease-settings.ts';

/** What triggers work with. */
export interface TriggerTools {
  readonly clock: Clock;
  readonly random: Random;
  readonly host: Pick<Host, 'orderNow'>;
  readonly log: Log;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

export interface Followed {
  readonly addresses: readonly Address[];
  /** Asked for where an address follows a lease. Throws `config`. */
  readonly leases: () => LeaseSettings;
  /** Asked for where an address is moved between the hosts of one. */
  readonly fleets?: () => Promise<ReadonlyMap<string, Fleet>>;
}
