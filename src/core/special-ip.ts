import ipaddr from 'ipaddr.js';

import { isOrdinaryIpv4 } from './ip.ts';

/** What an IP is that stands for something else than an address of some host elsewhere; `undefined` for others. */
export function specialIp(ip: string): string | undefined {
  if (isOrdinaryIpv4(ip)) return undefined;
  if (/^2(?:4[0-9]|5[0-4])\./.test(ip)) return 'of a range that nobody may use';
  return sorts[ipaddr.parse(ip).range()];
}

/** The IPv4 address in an IPv6 address that is one in another spelling. */
export function ipv4In(ip: string): string | undefined {
  if (isOrdinaryIpv4(ip)) return undefined;
  const parsed = ipaddr.parse(ip);
  return 'isIPv4MappedAddress' in parsed && parsed.isIPv4MappedAddress()
    ? parsed.toIPv4Address().toString()
    : undefined;
}

const sorts: Readonly<Record<string, string>> = {
  unspecified: 'no address of any host',
  loopback: 'a loopback address',
  linkLocal: 'a link-local address',
  multicast: 'a multicast address',
  broadcast: 'the broadcast address',
};
