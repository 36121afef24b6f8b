import type { Address } from '../../core/address.ts';
import type { FieldsOf } from '../config-part.ts';
import type { addresses } from './config-schema.ts';

type Entries = typeof addresses;
export type ReservedIpKind = keyof Entries;

/** A reserved IP. */
export interface ReservedIpAddress extends Address, FieldsOf<Entries['digitalocean-reserved-ip']> {
  readonly kind: ReservedIpKind;
  readonly ip: string;
}

export const reservedIpKinds: readonly ReservedIpKind[] = [
  'digitalocean-reserved-ip',
  'digitalocean-reserved-ipv6',
];

export function isReservedIp(address: Address): address is ReservedIpAddress {
  return reservedIpKinds.some((kind) => kind === address.kind);
}
