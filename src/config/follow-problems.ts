import { triggerOf } from '../core/follow.ts';
import type { Problem } from '../lib/yaml-issue.ts';
import type { ConfigFile } from './schema.ts';

/** What is wrong with what addresses follow, beyond what a schema can say. */
export function followProblemsOf({ addresses = [], leases }: ConfigFile): readonly Problem[] {
  const problems = addresses.flatMap((address, index): Problem[] => {
    const trigger = triggerOf(address);
    if (trigger === undefined) return [];
    const path = ['addresses', index];
    if ('lease' in trigger && leases === undefined) {
      const text = `${address.name} follows a lease, which needs leases: name the members of etcd in leases.etcd.endpoints`;
      return [{ path: [...path, 'follow'], text }];
    }
    if (address.vip === undefined) return [];
    const text = `vip is what keepalived puts on this host, and ${address.name} does not follow keepalived: leave it out`;
    return [{ path: [...path, 'vip'], text }];
  });
  return [...problems, ...halves(leases)];
}

function halves(leases: ConfigFile['leases']): readonly Problem[] {
  const { certFile, keyFile, username, passwordFile } = leases?.etcd ?? {};
  return [...half({ certFile, keyFile }), ...half({ username, passwordFile })];
}

/** Of two that go together, the one that is there alone. */
function half(pair: Readonly<Record<string, string | undefined>>): readonly Problem[] {
  const given = Object.keys(pair).filter((key) => pair[key] !== undefined);
  const [first] = given;
  if (first === undefined || given.length === 2) return [];
  const text = `${Object.keys(pair).join(' and ')} go together: give both, or neither`;
  return [{ path: ['leases', 'etcd', first], text }];
}
