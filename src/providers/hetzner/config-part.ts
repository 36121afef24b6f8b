import type { Address } from '../../core/address.ts';
import type { Problem } from '../../lib/yaml/issue.ts';
import type { ConfigPart } from '../config-part.ts';
import { isFloatingIp } from './address.ts';
import { addresses, section } from './config-schema.ts';
import { networkOf } from './network.ts';

export const configPart: ConfigPart = {
  section,
  addresses,
  problemsOf: (all) => [...sameNetworks(all), ...guestsWithoutIp(all)],
};

/** Two addresses of one /64: that is one floating IP, and only one host can have it. */
function sameNetworks(all: readonly Address[]): readonly Problem[] {
  const seen = new Map<string, Address>();
  return all.flatMap((address, index) => {
    const network = isFloatingIp(address) ? networkOf(address.ip ?? '') : undefined;
    if (network === undefined) return [];
    const first = seen.get(network);
    seen.set(network, first ?? address);
    if (first === undefined || first.ip === address.ip) return [];
    const text = `${address.ip} is in ${network}/64, as ${first.ip} of ${first.name} is, and both are one floating IP: list it once`;
    return [{ path: ['addresses', index, 'ip'], text }];
  });
}

/** The first address of a network is that of its routers (RFC 4291, 2.6.1). */
function guestsWithoutIp(all: readonly Address[]): readonly Problem[] {
  return all.flatMap((address, index) => {
    const { ip, guest } = address;
    if (!isFloatingIp(address) || guest === undefined || guest.ip !== undefined) return [];
    if (ip?.includes(':') !== true || networkOf(ip) !== ip) return [];
    const text = `guest needs ip in it, as ${ip}/64 is a whole network: give the address of it that the host is to have, such as ${ip}1`;
    return [{ path: ['addresses', index, 'guest'], text }];
  });
}
