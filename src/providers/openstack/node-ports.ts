import type { BootCache } from '../../lib/files/boot-cache.ts';
import { isRecord } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Client, Look } from './client.ts';
import { unknownTo } from './failures.ts';
import { isUuid } from './ids.ts';

/** A port of an instance, as far as a floating IP cares. */
export interface NodePort {
  readonly id: string;
  readonly network: string;
  /** Its IPv4 addresses. */
  readonly ips: readonly string[];
}

/** The ports of instances. What was found once in this boot is known to the runs that follow. */
export interface NodePorts {
  /** Throws `missing` where the cloud has said twice that there are none. */
  of(node: string, look: Look): Promise<readonly NodePort[]>;
  /** What was found is no longer right. */
  forget(node: string): void;
}

export function createNodePorts(client: Client, cache: BootCache, cloud: string): NodePorts {
  const known = new Map<string, readonly NodePort[]>();
  const keyOf = (node: string): string => `openstack ${cloud} ports of ${node}`;
  const recall = (node: string): readonly NodePort[] | undefined => {
    const facts = cache.get(keyOf(node));
    if (!Array.isArray(facts) || facts.length === 0) return undefined;
    return facts.every(isNodePort) ? facts : undefined;
  };
  return {
    async of(node, look) {
      const before = known.get(node) ?? recall(node);
      if (before !== undefined) return before;
      const found = await portsOf(node, client, look);
      known.set(node, found);
      cache.set(keyOf(node), found);
      return found;
    },
    forget(node) {
      known.delete(node);
      cache.set(keyOf(node), []);
    },
  };
}

async function portsOf(node: string, client: Client, look: Look): Promise<readonly NodePort[]> {
  const subject = `instance ${node}`;
  for (let time = 0; time < 2; time += 1) {
    const { items, isWhole } = await client.listPorts([['device_id', node]], look);
    if (!isWhole) throw new Failure('transport', `OpenStack's answer about ${subject} breaks off`);
    if (items.length > 0) {
      return items.map(({ id, network_id: network, fixed_ips: fixed }) => ({
        id,
        network,
        ips: fixed.map(({ ip_address: ip }) => ip).filter((ip) => ip.includes('.')),
      }));
    }
  }
  throw unknownTo(subject);
}

function isNodePort(value: unknown): value is NodePort {
  if (!isRecord(value)) return false;
  const { id, network, ips } = value;
  if (typeof id !== 'string' || !isUuid(id) || typeof network !== 'string') return false;
  return Array.isArray(ips) && ips.every((ip) => typeof ip === 'string');
}
