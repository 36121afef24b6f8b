import type { Address } from '../../core/address.ts';
import type { FieldsOf } from '../config-part.ts';
import type { addresses } from './config-schema.ts';

type Entries = typeof addresses;

/** An elastic IP. One of `id` and `ip` is there. */
export interface EipAddress extends Address, FieldsOf<Entries['tencent-eip']> {
  readonly kind: 'tencent-eip';
  readonly id?: string;
  readonly ip?: string;
}

/** A highly available virtual IP: it is where it is announced. One of `id` and `ip` is there. */
export interface HavipAddress extends Address, FieldsOf<Entries['tencent-havip']> {
  readonly kind: 'tencent-havip';
  readonly id?: string;
  readonly ip?: string;
}

/** A secondary private IP of a network interface. */
export interface PrivateIpAddress extends Address, FieldsOf<Entries['tencent-private-ip']> {
  readonly kind: 'tencent-private-ip';
  readonly ip: string;
}

export function isEip(address: Address): address is EipAddress {
  return address.kind === 'tencent-eip';
}

export function isHavip(address: Address): address is HavipAddress {
  return address.kind === 'tencent-havip';
}

export function isPrivateIp(address: Address): address is PrivateIpAddress {
  return address.kind === 'tencent-private-ip';
}
