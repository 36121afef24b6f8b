import ipaddr from 'ipaddr.js';

import { sameIp } from '../../core/ip.ts';
import type { Port } from './schema.ts';

/** Whether a port lets its instance use an IP that is not its own: as one address, or within a network. */
export function mayAnnounce({ allowed_address_pairs: pairs }: Port, ip: string): boolean {
  return (pairs ?? []).some(({ ip_address: allowed }) => covers(allowed, ip));
}

function covers(allowed: string, ip: string): boolean {
  if (!allowed.includes('/')) return sameIp(allowed, ip);
  if (!ipaddr.isValidCIDR(allowed)) return false;
  const [network, bits] = ipaddr.parseCIDR(allowed);
  const address = ipaddr.parse(ip);
  return address.kind() === network.kind() && address.match([network, bits]);
}
