import type { BootCache } from '../lib/files/boot-cache.ts';
import type { Heard, HttpAdapter, HttpAnswer } from '../lib/http/http-request.ts';
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
  /** Hears every request to a cloud's API and its answer in full, secrets included. */
  readonly listen?: (cloud: string, heard: Heard) => void;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

/** A cloud as one account and one host see it. */
export interface Connection {
  readonly provider: Provider;
  readonly identity: Identity;
  /** Whom it talks to: base URLs, those of the API in the order in which they are tried, where there are any. */
  readonly places: { readonly api: readonly string[]; readonly metadata?: string };
  /** Begins to connect to the API, where it is known by now where that is. Nothing is sent. */
  readonly approach?: (signal: AbortSignal) => void;
  /** Closes the connections that are kept. */
  close(): void;
}
