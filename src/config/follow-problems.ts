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
  return [
    ...problems,
    ...halves(leases),
    ...unequalSpreads(addresses),
    ...calledAsParts(addresses),
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

/** All that follow one lease are spread in as many parts, or not at all. */
function unequalSpreads(addresses: NonNullable<ConfigFile['addresses']>): readonly Problem[] {
  const spreads = new Map<string, boolean | number>();
  return addresses.flatMap((address, index): Problem[] => {
    const trigger = triggerOf(address);
    if (trigger === undefined || !('lease' in trigger)) return [];
    const { lease, spread = false } = trigger;
    const first = spreads.get(lease) ?? spread;
    spreads.set(lease, first);
    if (first === spread) return [];
    const text = `lease ${lease} is spread in another way by an address above: ${first}. Write the same for both`;
    return [{ path: ['addresses', index, 'follow'], text }];
  });
}

/** A lease with the name of a part would be the same election, with hosts that are preferred for other reasons. */
function calledAsParts(addresses: NonNullable<ConfigFile['addresses']>): readonly Problem[] {
  const leases = addresses.map((address, index) => {
    const trigger = triggerOf(address);
    const known = trigger !== undefined && 'lease' in trigger ? trigger : undefined;
    return { lease: known?.lease, isSpread: (known?.spread ?? false) !== false, index };
  });
  const spread = new Set(leases.flatMap(({ lease, isSpread }) => (isSpread ? (lease ?? []) : [])));
  return leases.flatMap(({ lease = '', isSpread, index }): Problem[] => {
    const whole = leaseOfPart(lease);
    if (isSpread || whole === undefined || !spread.has(whole)) return [];
    const text = `lease ${lease} is called as a part of lease ${whole}, which is spread: give it another name`;
    return [{ path: ['addresses', index, 'follow'], text }];
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
