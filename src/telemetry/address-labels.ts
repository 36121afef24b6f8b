import { labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { plainText } from '../core/plain-text.ts';

/** What tells the series of one address apart. */
export type AddressLabels = Record<'vip' | 'provider', string>;

export const perAddress = ['vip', 'provider'] as const;

export function labelsOf(address: Address): AddressLabels {
  return { vip: plainText(labelOf(address)), provider: address.cloud };
}
