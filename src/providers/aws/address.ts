import type { Address } from '../../core/address.ts';
import type { FieldsOf } from '../config-part.ts';
import type { addresses } from './config-schema.ts';

type Entries = typeof addresses;

/** An Elastic IP. One of `id` and `ip` is there. */
export interface EipAddress extends Address, FieldsOf<Entries['aws-eip']> {
  readonly kind: 'aws-eip';
  readonly id?: string;
  readonly ip?: string;
}

/** A secondary private IP of a network interface. */
export interface PrivateIpAddress extends Address, FieldsOf<Entries['aws-private-ip']> {
  readonly kind: 'aws-private-ip';
  readonly ip: string;
}

/** An IP of no subnet, to which a route in each of some route tables leads. */
export interface RouteAddress extends Address, FieldsOf<Entries['aws-route']> {
  readonly kind: 'aws-route';
  readonly ip: string;
}

export function isEip(address: Address): address is EipAddress {
  return address.kind === 'aws-eip';
}

export function isPrivateIp(address: Address): address is PrivateIpAddress {
  return address.kind === 'aws-private-ip';
}

export function isRoute(address: Address): address is RouteAddress {
  return address.kind === 'aws-route';
}
