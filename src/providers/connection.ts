import type { BootCache } from '../lib/boot-cache.ts';
import type { HttpAdapter, HttpAnswer } from '../lib/http-request.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Identity } from '../ports/identity.ts';
import type { Provider } from '../ports/provider.ts';

/** What every connection is built from. */
export interface Tools {
  readonly clock: Clock;
  readonly random: Random;
  readonly cache: BootCache;
  readonly host: Host;
  /** Hears what came of every request to a cloud's API. */
  readonly observe?: (cloud: string, answer: HttpAnswer) => void;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

/** A cloud as one account and one host see it. */
export interface Connection {
  readonly provider: Provider;
  readonly identity: Identity;
  /** Closes the connections that are kept. */
  close(): void;
}
