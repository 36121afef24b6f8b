import { lookup } from 'node:dns/promises';

import { isIp, sameIp } from '../../core/ip.ts';
import type { Clock } from '../../ports/clock.ts';

export interface KnownHostsOptions {
  /** Their IPs or names. */
  readonly hosts: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  /** Replaces what finds the IPs of a name, for tests. */
  readonly find?: (name: string) => Promise<readonly string[]>;
}

/** A name may stand for another IP by now, or have stood for none while this host came up. */
const againAfterMs = 10_000;

/** Tells whether an IP is that of one of some hosts. Looks names up beside that, where a stranger comes. */
export function createKnownHosts({
  hosts,
  clock,
  find = findByName,
}: KnownHostsOptions): (ip: string) => boolean {
  const names = hosts.filter((host) => !isIp(host));
  const ipsOf = new Map<string, readonly string[]>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = (): void => {
    if (names.length === 0 || clock.now() - lookedAt < againAfterMs) return;
    lookedAt = clock.now();
    for (const name of names) {
      // One that cannot be found now keeps the IPs that it had.
      find(name).then((ips) => ipsOf.set(name, ips), ignore);
    }
  };
  look();
  return (ip) => {
    // fe80::1%eth0
    const bare = ip.replace(/%.*$/, '');
    const isKnown = [...hosts, ...[...ipsOf.values()].flat()].some((one) => sameIp(one, bare));
    if (!isKnown) look();
    return isKnown;
  };
}

function ignore(): void {
  // It is tried again.
}

async function findByName(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
}
