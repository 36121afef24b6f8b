import { idOf, labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { normaliseIp } from '../core/ip.ts';
import type { Problem } from '../lib/yaml-issue.ts';

/** What is wrong with the addresses of a config beyond what a schema can say. */
export function problemsOf(addresses: readonly Address[]): readonly Problem[] {
  return [
    ...duplicates(addresses, 'name'),
    ...duplicates(addresses, 'ip'),
    ...duplicates(addresses, 'id'),
    ...misnomers(addresses),
    ...strays(addresses),
    ...nameless(addresses),
    ...halves(addresses),
    ...doubles(addresses),
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
function nameless(addresses: readonly Address[]): Problem[] {
  return addresses.flatMap((address, index) => {
    if (address.ip !== undefined || idOf(address) !== undefined) return [];
    const text = `${address.name} needs an id or an ip: give one of them`;
    return [{ path: ['addresses', index, 'name'], text }];
  });
}

/** A network interface takes an EIP on one of its private IPs, not as a whole. */
function halves(addresses: readonly Address[]): Problem[] {
  return addresses.flatMap((address, index) => {
    if (address.kind !== 'tencent-eip') return [];
    const { networkInterface, privateIp } = address;
    if ((networkInterface === undefined) === (privateIp === undefined)) return [];
    const given = networkInterface === undefined ? 'privateIp' : 'networkInterface';
    const text = `networkInterface and privateIp go together: give both, or neither`;
    return [{ path: ['addresses', index, given], text }];
  });
}

/** The EIP of a HAVIP that would be bound to a host as well: each would take it from the other. */
function doubles(addresses: readonly Address[]): Problem[] {
  const eips = new Set(
    addresses.flatMap(({ kind, ip }) => (kind === 'tencent-eip' && ip !== undefined ? ip : [])),
  );
  return addresses.flatMap((address, index) => {
    if (address.kind !== 'tencent-havip' || address.eip === undefined) return [];
    if (!eips.has(address.eip)) return [];
    const text = `${address.eip} is listed as an address of its own as well: leave one of them out`;
    return [{ path: ['addresses', index, 'eip'], text }];
  });
}

function duplicates(addresses: readonly Address[], key: 'name' | 'ip' | 'id'): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const [index, address] of addresses.entries()) {
    const value = key === 'id' ? idOf(address) : address[key];
    if (value === undefined) continue;
    const first = seen.get(value);
    seen.set(value, first ?? index);
    if (first === undefined) continue;
    const named = key === 'name' ? '' : ` (${addresses[first]?.name})`;
    const text = `duplicate ${key} '${value}': addresses.${first}${named} has it already, give this one another`;
    problems.push({ path: ['addresses', index, key], text });
  }
  return problems;
}
