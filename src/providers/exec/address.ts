import type { Address } from '../../core/address.ts';
import type { FieldsOf } from '../config-part.ts';
import type { addresses } from './config-schema.ts';

/** An address that a program of the operator's reads and moves. */
export interface ExecAddress
  extends Address, Pick<FieldsOf<(typeof addresses)['exec']>, 'command' | 'node' | 'with'> {
  readonly kind: 'exec';
}

export function isExec(address: Address): address is ExecAddress {
  return address.kind === 'exec';
}
