import type { Address } from '../../core/address.ts';
import type { FieldsOf } from '../config-part.ts';
import type { addresses } from './config-schema.ts';

type Entries = typeof addresses;

/** A floating IP. One of `id` and `ip` is there. */
export interface FloatingIpAddress extends Address, FieldsOf<Entries['openstack-floating-ip']> {
  readonly kind: 'openstack-floating-ip';
  readonly id?: string;
  readonly ip?: string;
}

/** An IP that a port keeps for whoever announces it. One of `id` and `ip` is there. */
export interface VipAddress extends Address, FieldsOf<Entries['openstack-vip-port']> {
  readonly kind: 'openstack-vip-port';
  readonly id?: string;
  readonly ip?: string;
}

export function isFloatingIp(address: Address): address is FloatingIpAddress {
  return address.kind === 'openstack-floating-ip';
}

export function isVip(address: Address): address is VipAddress {
  return address.kind === 'openstack-vip-port';
}
