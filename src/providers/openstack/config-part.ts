import type { Address } from '../../core/address.ts';
import type { ConfigPart } from '../config-part.ts';
import { isFloatingIp } from './address.ts';
import { addresses, section } from './config-schema.ts';

export const configPart: ConfigPart = {
  section,
  addresses,
  warningsOf: needless,
};

/** A fixed IP is a port's, so the network adds nothing but a way to contradict it. */
function needless(all: readonly Address[]): readonly string[] {
  return all.flatMap((address) => {
    if (!isFloatingIp(address)) return [];
    const { name, port, network } = address;
    if (port === undefined || network === undefined) return [];
    return [`${name} has port and network, and port says it all: leave network out`];
  });
}
