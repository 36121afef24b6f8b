import { cloudOf } from '../core/address.ts';
import { fleetOf, leaseOfFleet, triggerOf } from '../core/follow.ts';
import type { Problem } from '../lib/yaml/issue.ts';
import type { ConfigFile } from './schema.ts';

type Addresses = NonNullable<ConfigFile['addresses']>;
type Listed = Addresses[number];

/** What is wrong with fleets, and with addresses that are moved between their hosts, beyond what a schema can say. */
export function fleetProblemsOf(file: ConfigFile): readonly Problem[] {
  const { addresses = [], hosts = {} } = file;
  const followers = addresses.flatMap((address, index) =>
    fleetOf(address) === undefined ? [] : strays(address, { index, file }),
  );
  const twice = Object.entries(hosts).flatMap(([name, fleet]) => namedTwice(name, fleet));
  return [...followers, ...twice, ...mixed(addresses), ...leaseless(file), ...sameLease(file)];
}

function namedTwice(
  name: string,
  { nodes, controllers }: NonNullable<ConfigFile['hosts']>[string],
): readonly Problem[] {
  const ids = nodes.map(({ node }) => node);
  return [
    ...repeated(ids, ['hosts', name, 'nodes'], 'node'),
    ...repeated(controllers, ['hosts', name, 'controllers'], 'controller'),
  ];
}

interface Where {
  readonly index: number;
  readonly file: ConfigFile;
}

function strays(address: Listed, { index, file }: Where): readonly Problem[] {
  const { name, guest } = address;
  const fleet = fleetOf(address) ?? '';
  const problems: Problem[] = [];
  if (file.hosts?.[fleet] === undefined) {
    const known = Object.keys(file.hosts ?? {}).join(', ');
    const which = known === '' ? 'there is no hosts in the config' : `hosts has ${known}`;
    const text = `${name} is moved between hosts ${fleet}, and ${which}: name its hosts in hosts.${fleet}.nodes`;
    problems.push({ path: ['addresses', index, 'follow'], text });
  }
  if (guest !== undefined) {
    const text = `guest is for an interface of this host, and ${name} is held by others: leave it out`;
    problems.push({ path: ['addresses', index, 'guest'], text });
  }
  return problems;
}

/** A host is a node of one cloud. */
function mixed(addresses: Addresses): readonly Problem[] {
  const first = new Map<string, Listed>();
  return addresses.flatMap((address, index): Problem[] => {
    const fleet = fleetOf(address);
    if (fleet === undefined) return [];
    const other = first.get(fleet) ?? address;
    first.set(fleet, other);
    if (cloudOf(other.kind) === cloudOf(address.kind)) return [];
    const text = `${address.name} and ${other.name} are of two clouds, and hosts ${fleet} are nodes of one: give ${address.name} hosts of its own`;
    return [{ path: ['addresses', index, 'follow'], text }];
  });
}

function leaseless({ hosts = {}, leases }: ConfigFile): readonly Problem[] {
  const [name] = Object.keys(hosts);
  if (name === undefined || leases !== undefined) return [];
  const text = `hosts.${name} needs leases, by which its controllers elect one of them: name the members of etcd in leases.etcd.endpoints`;
  return [{ path: ['hosts', name], text }];
}

/** What one lease is for cannot be told by its name then. */
function sameLease({ addresses = [], hosts = {} }: ConfigFile): readonly Problem[] {
  const taken = new Map(Object.keys(hosts).map((name) => [leaseOfFleet(name), name]));
  return addresses.flatMap((address, index): Problem[] => {
    const trigger = triggerOf(address);
    if (trigger === undefined || !('lease' in trigger)) return [];
    const fleet = taken.get(trigger.lease);
    if (fleet === undefined) return [];
    const text = `lease ${trigger.lease} is the one of the controllers of hosts ${fleet}: give this one another name`;
    return [{ path: ['addresses', index, 'follow'], text }];
  });
}

function repeated(
  names: readonly string[],
  path: readonly (string | number)[],
  what: string,
): readonly Problem[] {
  return names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    return [{ path: [...path, index], text: `${what} ${name} is there twice: leave one out` }];
  });
}
