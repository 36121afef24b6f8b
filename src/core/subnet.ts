import ipaddr from 'ipaddr.js';

import { normaliseIp } from './ip.ts';

/**
 * The first address of the network that an IPv6 address is in, in the spelling of `normaliseIp`; nothing for what
 * is no IPv6 address.
 */
export function ipv6Network(ip: string, bits: number): string | undefined {
  const normalised = normaliseIp(ip);
  if (normalised === undefined || !normalised.includes(':')) return undefined;
  return normaliseIp(ipaddr.IPv6.networkAddressFromCIDR(`${normalised}/${bits}`).toString());
}
