import type { HttpAdapter } from '../lib/http-request.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Identity } from '../ports/identity.ts';

/** What a new pair of hosts needs for addresses of a cloud, besides what its operator knows. */
export interface SetUp {
  /** The secrets that nothing can be done without: each in a file that the config names. */
  readonly secrets: readonly SecretFile[];
  /** Of the kinds that are where keepalived announces them: what else their instance needs. */
  readonly announced: Readonly<Record<string, readonly string[]>>;
  /** Who this host is, for whoever has no secret of the cloud yet. */
  identity(options: IdentityTools): Identity;
}

export interface SecretFile {
  /** The key in the cloud's section of the config that names the file. */
  readonly key: string;
  /** Its name in the folder of the config. */
  readonly file: string;
  /** What is in it, in words. */
  readonly what: string;
}

export interface IdentityTools {
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}
