import { triggerOf } from '../core/follow.ts';
import { leaseOfPart } from '../core/spread.ts';
import type { Problem } from '../lib/yaml/issue.ts';
import { fleetProblemsOf } from './fleet-problems.ts';
import type { ConfigFile } from './schema.ts';

/** What is wrong with what addresses follow, beyond what a schema can say. */
export function followProblemsOf(file: ConfigFile): readonly Problem[] {
  const { addresses = [], leases } = file;
  const problems = addresses.flatMap((address, index): Problem[] => {
    const trigger = triggerOf(address);
    if (trigger === undefined) return [];
    const path = ['addresses', index];
    if ('lease' in trigger && leases === undefined) {
      const text = `${address.name} follows a lease, which needs leases: name the members of etcd in leases.etcd.endpoints`;
      return [{ path: [...path, 'follow'], text }];
    }
    if (address.vip === undefined) return [];
    const text = `vip is what keepalived puts on this host, and ${address.name} does not follow keepalived: leave it out`;
    return [{ path: [...path, 'vip'], text }];
  });
  const followed = leasesOf(addresses);
  return [
    ...problems,
    ...halves(leases),
    ...unequalSpreads(followed),
    ...calledAsParts(followed),
    ...lonely(file),
    ...fleetProblemsOf(file),
  ];
}

/** Whoever goes on by the word of its peers has to have some. */
function lonely({ leases, peers = [] }: ConfigFile): readonly Problem[] {
  if (leases?.failsafe === undefined || peers.length > 0) return [];
  const text =
    'failsafe: peers needs peers: name the watchers of all other hosts, such as peers: [10.0.0.3:9477]';
  return [{ path: ['leases', 'failsafe'], text }];
}

interface FollowedLease {
  readonly lease: string;
  readonly spread: boolean | number;
  readonly path: Problem['path'];
}

function leasesOf(addresses: NonNullable<ConfigFile['addresses']>): readonly FollowedLease[] {
  return addresses.flatMap((address, index): FollowedLease[] => {
    const trigger = triggerOf(address);
    if (trigger === undefined || !('lease' in trigger)) return [];
    const { lease, spread = false } = trigger;
    return [{ lease, spread, path: ['addresses', index, 'follow'] }];
  });
}

/** All that follow one lease are spread in as many parts, or not at all. */
function unequalSpreads(leases: readonly FollowedLease[]): readonly Problem[] {
  const spreads = new Map<string, boolean | number>();
  return leases.flatMap(({ lease, spread, path }): Problem[] => {
    const first = spreads.get(lease) ?? spread;
    spreads.set(lease, first);
    if (first === spread) return [];
    const text = `lease ${lease} is spread in another way by an address above: ${first}. Write the same for both`;
    return [{ path, text }];
  });
}

/** A lease with the name of a part would be the same election, with hosts that are preferred for other reasons. */
function calledAsParts(leases: readonly FollowedLease[]): readonly Problem[] {
  const spread = new Set(leases.filter((one) => one.spread !== false).map(({ lease }) => lease));
  return leases.flatMap(({ lease, spread: own, path }): Problem[] => {
    const whole = leaseOfPart(lease);
    if (own !== false || whole === undefined || !spread.has(whole)) return [];
    const text = `lease ${lease} is called as a part of lease ${whole}, which is spread: give it another name`;
    return [{ path, text }];
  });
}

function halves(leases: ConfigFile['leases']): readonly Problem[] {
  const { certFile, keyFile, username, passwordFile } = leases?.etcd ?? {};
  return [...half({ certFile, keyFile }), ...half({ username, passwordFile })];
}

/** Of two that go together, the one that is there alone. */
function half(pair: Readonly<Record<string, string | undefined>>): readonly Problem[] {
  const given = Object.keys(pair).filter((key) => pair[key] !== undefined);
  const [first] = given;
  if (first === undefined || given.length === 2) return [];
  const text = `${Object.keys(pair).join(' and ')} go together: give both, or neither`;
  return [{ path: ['leases', 'etcd', first], text }];
}
