import ipaddr from 'ipaddr.js';

/**
 * The one spelling of an IP address that floatip compares and prints: dotted quad for IPv4,
 * RFC 5952 for IPv6 (lower case, longest run of zeros shortened). Returns `undefined` for text
 * that is not an IP address, shorthand such as `10.1` included.
 */
export function normaliseIp(text: string): string | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).toString();
  if (!ipaddr.IPv6.isValid(text) || text.includes('%')) return undefined;
  return ipaddr.IPv6.parse(text).toRFC5952String();
}

/** Whether two spellings name the same IP address. Text that is no IP address equals nothing. */
export function sameIp(left: string, right: string): boolean {
  const normalised = normaliseIp(left);
  return normalised !== undefined && normalised === normaliseIp(right);
}

/** 4 or 6, for text that {@link normaliseIp} accepts. */
export function ipVersion(ip: string): 4 | 6 {
  return ip.includes(':') ? 6 : 4;
}
