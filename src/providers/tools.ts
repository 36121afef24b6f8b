import type { BootCache } from '../lib/boot-cache.ts';
import type { HttpOptions } from '../lib/http.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Identity } from '../ports/identity.ts';
import type { Provider } from '../ports/provider.ts';

/** What every cloud is built from. */
export interface Tools {
  readonly clock: Clock;
  readonly random: Random;
  readonly cache: BootCache;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpOptions['adapter'];
}

/** A cloud, connected. */
export interface Cloud {
  readonly provider: Provider;
  readonly identity: Identity;
  /** Closes the connections that are kept. */
  close(): void;
}
