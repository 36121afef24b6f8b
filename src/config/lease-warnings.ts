import { fleetOf, triggerOf } from '../core/follow.ts';
import type { Config } from './config.ts';

/** What of an election can be used as it is, and is hardly what was meant. */
export function leaseWarnings({
  addresses,
  leases,
  timing,
}: Pick<Config, 'addresses' | 'leases' | 'timing'>): readonly string[] {
  const isElected = addresses.some(
    (address) => 'lease' in (triggerOf(address) ?? {}) || fleetOf(address) !== undefined,
  );
  if (leases === undefined) return [];
  if (!isElected) return ['leases is there, and no address follows one: follow: { lease: web }'];
  const { endpoints, ttl = 5000 } = leases.etcd;
  return [
    ...quorum(endpoints.length),
    ...(timing.intervalMs > ttl * 12
      ? [`timing.interval of ${timing.intervalMs / 1000} s is long for a lease of ${ttl / 1000} s`]
      : []),
  ];
}

/** An election goes on for as long as most members of etcd see each other. */
function quorum(members: number): readonly string[] {
  if (members >= 3 && members % 2 === 1) return [];
  if (members === 1) {
    return [
      'leases.etcd.endpoints names one member: while it is away nobody is elected; three on three hosts are a quorum',
    ];
  }
  return [
    `leases.etcd.endpoints names ${members} members: an odd number, three or five, is a quorum that outlives one of them`,
  ];
}
