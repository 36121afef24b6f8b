import type { Address } from '../../core/address.ts';
import type { Problem } from '../../lib/yaml/issue.ts';
import type { ConfigPart } from '../config-part.ts';
import { isExec } from './address.ts';
import { addresses, section } from './config-schema.ts';

export const configPart: ConfigPart = {
  section,
  addresses,
  knowsByName: true,
  problemsOf: otherNodes,
};

/** A host is one node, whichever program it is asked about. */
function otherNodes(all: readonly Address[]): readonly Problem[] {
  const first = all.find(isExec);
  return all.flatMap((address, index) => {
    if (first === undefined || !isExec(address) || address.node === first.node) return [];
    const [one, other] = [first.node, address.node].map((node) => node ?? 'the host name');
    const text = `this host is ${one} by ${first.name}, and ${other} by ${address.name}: give both the same node`;
    return [{ path: ['addresses', index, address.node === undefined ? 'name' : 'node'], text }];
  });
}
