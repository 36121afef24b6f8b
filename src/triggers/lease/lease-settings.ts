import type { Track } from '../../core/follow.ts';
import type { TlsMaterial } from '../../lib/http/connections.ts';
import type { Secret } from '../../lib/secret.ts';

/** What the hosts that share leases are set up with, its secrets read. */
export interface LeaseSettings {
  /** Base URLs, without a path. */
  readonly endpoints: readonly string[];
  /** How long a host that is gone keeps others waiting. Milliseconds, whole seconds. */
  readonly ttlMs: number;
  /** What all keys begin with. Ends with a slash. */
  readonly prefix: string;
  readonly tls: TlsMaterial;
  readonly login: LeaseLogin | undefined;
  /** What this host is called. */
  readonly host: string;
  /** The host with the highest gets the lease. */
  readonly prefer: number;
  /** Whether this host leaves a lease with one of lower preference. */
  readonly nopreempt: boolean;
  /** How many leases that are spread over hosts it gives to a host that is preferred, at most, in a minute. */
  readonly movesPerMinute: number;
  /** Whether a holder goes on by the word of its peers where etcd does not answer. */
  readonly failsafe: boolean;
  /** The watchers of the other hosts: `HOST:PORT`, or `HOST`. */
  readonly peers: readonly string[];
  /** What has to be well for this host to take part. */
  readonly track: Track | undefined;
}

export interface LeaseLogin {
  readonly username: string;
  readonly password: Secret;
}
