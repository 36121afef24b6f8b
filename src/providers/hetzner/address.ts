import type { Address } from '../../core/address.ts';

/** A floating IP: an IPv4 address, or any address of an IPv6 /64. One of `id` and `ip` is there. */
export interface FloatingIpAddress extends Address {
  readonly kind: 'hetzner-floating-ip';
}

export function isFloatingIp(address: Address): address is FloatingIpAddress {
  return address.kind === 'hetzner-floating-ip';
}
