import { normaliseIp } from '../../core/ip.ts';
import { ipv6Network } from '../../core/subnet.ts';

const ipv6Bits = 64;

/**
 * What a floating IP is known by: an IPv4 address, or the first address of its IPv6 network. A floating IPv6 is a
 * /64, written 2001:db8::/64 by the API and as any address in it by people. Nothing for what is neither.
 */
export function networkOf(text: string): string | undefined {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0) return undefined;
  const network = ipv6Network(address, ipv6Bits);
  if (network !== undefined) return isBits(bits, ipv6Bits) ? network : undefined;
  return isBits(bits, 32) ? normaliseIp(address) : undefined;
}

function isBits(text: string | undefined, bits: number): boolean {
  return text === undefined || text === String(bits);
}
