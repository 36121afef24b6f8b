/** Subnets have no size here: all are taken for a /24, as the metadata service says as well. */

const hosts = Array.from({ length: 253 }, (_, index) => index + 2);

/** The first three numbers of an IPv4 address. */
export function networkOf(ip: string): string {
  return ip.split('.').slice(0, 3).join('.');
}

/** What can be handed out beside an address, lowest first. */
export function neighboursOf(ip: string): readonly string[] {
  return hosts.map((host) => `${networkOf(ip)}.${host}`);
}
