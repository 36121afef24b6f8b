import ipaddr from 'ipaddr.js';

/** Whether an IP is in a range such as 10.0.4.0/24. */
export function isIn(ip: string, cidr: string): boolean {
  if (!ipaddr.isValid(ip) || !ipaddr.isValidCIDR(cidr)) return false;
  const address = ipaddr.parse(ip);
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return address.kind() === network.kind() && address.match(network, bits);
}
