import type { Address } from '../../core/address.ts';
import type { Problem } from '../../lib/yaml/issue.ts';
import type { ConfigPart } from '../config-part.ts';
import { isEip, isHavip } from './address.ts';
import { addresses, section } from './config-schema.ts';

export const configPart: ConfigPart = {
  section,
  addresses,
  problemsOf: (all) => [...halves(all), ...doubles(all)],
  warningsOf: sharedEips,
};

/** A network interface takes an EIP on one of its private IPs, not as a whole. */
function halves(all: readonly Address[]): Problem[] {
  return all.flatMap((address, index) => {
    if (!isEip(address)) return [];
    const { networkInterface, privateIp } = address;
    if ((networkInterface === undefined) === (privateIp === undefined)) return [];
    const given = networkInterface === undefined ? 'privateIp' : 'networkInterface';
    const text = `networkInterface and privateIp go together: give both, or neither`;
    return [{ path: ['addresses', index, given], text }];
  });
}

/** The EIP of a HAVIP that would be bound to a host as well: each would take it from the other. */
function doubles(all: readonly Address[]): Problem[] {
  const eips = new Set(all.filter(isEip).flatMap(({ ip }) => ip ?? []));
  return all.flatMap((address, index) => {
    if (!isHavip(address) || address.eip === undefined || !eips.has(address.eip)) return [];
    const text = `${address.eip} is listed as an address of its own as well: leave one of them out`;
    return [{ path: ['addresses', index, 'eip'], text }];
  });
}

/** The EIP of a HAVIP that something else has as well. */
function sharedEips(all: readonly Address[]): readonly string[] {
  return all.flatMap((address, index) => {
    if (!isHavip(address) || address.eip === undefined) return [];
    const { name, eip } = address;
    const other = all.find(
      (one, at) =>
        one.name !== name && (one.ip === eip || (at < index && isHavip(one) && one.eip === eip)),
    );
    return other === undefined
      ? []
      : [`the eip of ${name}, ${eip}, is that of ${other.name} as well`];
  });
}
