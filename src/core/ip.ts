import ipaddr from 'ipaddr.js';

/** Eight groups of four digits, the last two of which are written as an IPv4 address. */
const longest = 45;
/** That of `::`. What is not there at all is asked about often. */
const shortest = 2;

/**
 * The one spelling of an IP address that floatip compares and prints: dotted quad for IPv4,
 * RFC 5952 for IPv6 (lower case, longest run of zeros shortened). Returns `undefined` for text
 * that is not an IP address, shorthand such as `10.1` included.
 */
export function normaliseIp(text: string): string | undefined {
  if (text.length < shortest || text.length > longest) return undefined;
  // What is written in that spelling need not wait for what reads all others.
  if (dottedQuad.test(text)) return text;
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined;
  return ipaddr.IPv6.parse(text).toRFC5952String();
}

const dottedQuad = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether a text is an IP address in any spelling. */
export function isIp(text: string): boolean {
  return normaliseIp(text) !== undefined;
}

export function isIpv4(text: string): boolean {
  return normaliseIp(text)?.includes('.') === true;
}

export function isIpv6(text: string): boolean {
  return normaliseIp(text)?.includes(':') === true;
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

/** Whether an IP is of a range that is private to a network. */
export function isPrivateIp(ip: string): boolean {
  if (dottedQuad.test(ip)) return privateQuad.test(ip);
  return ['private', 'uniqueLocal'].includes(ipaddr.parse(ip).range());
}

const privateQuad = /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;

/** Whether hosts elsewhere can reach it. What is reserved for examples counts as if they could. */
export function isForPublic(ip: string): boolean {
  return !['private', 'uniqueLocal', 'loopback', 'unspecified', 'linkLocal', 'multicast'].includes(
    ipaddr.parse(ip).range(),
  );
}

/** Whether it is an IPv4 address that may be one of some host elsewhere, without the reading that all others need. */
export function isOrdinaryIpv4(ip: string): boolean {
  return dottedQuad.test(ip) && !specialQuad.test(ip);
}

const specialQuad = /^(?:0|127|169\.254|22[4-9]|2[3-5]\d)\./;

/**
 * How many bits two IPv4 addresses have in common before they differ. Of subnets that do not overlap,
 * an address belongs to the one with whose addresses it has the most in common, if to any.
 */
export function sharedBits(left: string, right: string): number {
  const [one = 0, other = 0] = [left, right].map(numberOf);
  return Math.clz32(one ^ other);
}

function numberOf(ip: string): number {
  let number = 0;
  for (const byte of ipaddr.parse(ip).toByteArray()) number = (number << 8) | byte;
  return number;
}
