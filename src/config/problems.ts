import { labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { normaliseIp } from '../core/ip.ts';
import type { Problem } from '../lib/yaml/issue.ts';

export interface ProblemsOptions {
  /** The clouds that can be asked for an address by its name in the config. */
  readonly knowsByName: ReadonlySet<string>;
  /** Where in the file each address stands. */
  readonly positions: readonly number[];
}

/** What is wrong with the addresses of a config, of whatever cloud, beyond what a schema can say. */
export function problemsOf(
  addresses: readonly Address[],
  { knowsByName, positions }: ProblemsOptions,
): readonly Problem[] {
  return [
    ...(['name', 'ip', 'id'] as const).flatMap((key) => duplicates(addresses, key, positions)),
    ...misnomers(addresses),
    ...strays(addresses),
    ...nameless(addresses, knowsByName),
    ...unknownGuests(addresses),
  ];
}

/** Names that look like the IP of something else. */
function misnomers(addresses: readonly Address[]): Problem[] {
  return addresses.flatMap((address, index) => {
    const { name, ip } = address;
    const named = normaliseIp(name);
    if (named === undefined || named === ip) return [];
    const text = `the name '${name}' is another IP than ${labelOf(address)}: give this address a name of its own`;
    return [{ path: ['addresses', index, 'name'], text }];
  });
}

/** An IP on an interface that would never be looked for. */
function strays(addresses: readonly Address[]): Problem[] {
  return addresses.flatMap(({ vip, follow }, index) => {
    if (vip === undefined || follow !== undefined) return [];
    const text = `vip needs follow beside it: name the VRRP instance that puts ${vip} on this host`;
    return [{ path: ['addresses', index, 'vip'], text }];
  });
}

/** What the cloud could not be asked for. */
function nameless(addresses: readonly Address[], knowsByName: ReadonlySet<string>): Problem[] {
  return addresses.flatMap((address, index) => {
    if (address.ip !== undefined || address.id !== undefined) return [];
    if (knowsByName.has(address.cloud)) return [];
    const text = `${address.name} needs an id or an ip: give one of them`;
    return [{ path: ['addresses', index, 'name'], text }];
  });
}

/** An IP that would have to be asked for before it could be taken off. */
function unknownGuests(addresses: readonly Address[]): Problem[] {
  return addresses.flatMap(({ guest, ip }, index) => {
    if (guest === undefined || (guest.ip ?? ip) !== undefined) return [];
    const text =
      'guest needs ip in it, as the address is listed by its id: give the IP for the interface';
    return [{ path: ['addresses', index, 'guest'], text }];
  });
}

function duplicates(
  addresses: readonly Address[],
  key: 'name' | 'ip' | 'id',
  positions: readonly number[],
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const [index, address] of addresses.entries()) {
    const value = address[key];
    if (value === undefined) continue;
    const first = seen.get(value);
    seen.set(value, first ?? index);
    if (first === undefined) continue;
    const named = key === 'name' ? '' : ` (${addresses[first]?.name})`;
    const text = `duplicate ${key} '${value}': addresses.${positions[first]}${named} has it already, give this one another`;
    problems.push({ path: ['addresses', index, key], text });
  }
  return problems;
}
