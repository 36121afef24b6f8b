import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import type { Operation, Provider, WriteGate } from '../../ports/provider.ts';
import type { Announcing } from '../announcement.ts';
import { readKind } from '../kind-of-address.ts';
import { isFloatingIp, isVip } from './address.ts';
import type { FloatingIpAddress } from './address.ts';
import type { Client } from './client.ts';
import { createFloatingIps } from './floating-ip.ts';
import type { FloatingIps } from './floating-ip.ts';
import { isUuid } from './ids.ts';
import { mechanics } from './mechanics.ts';
import type { NodePorts } from './node-ports.ts';
import { createVips } from './vip.ts';

export interface ProviderOptions {
  readonly client: Client;
  readonly ports: NodePorts;
  readonly announcing: Announcing;
}

/** OpenStack's floating IPs, and the virtual IPs of ports. */
export function createProvider({ client, ports, announcing }: ProviderOptions): Provider {
  const floatingIps = createFloatingIps({ client, ports });
  const vips = createVips({ client, announcing });

  async function apply(step: Step, address: Address, gate: WriteGate): Promise<Operation> {
    if (isFloatingIp(address)) return await floatingIps.apply({ step, address, gate });
    if (isVip(address)) return await vips.apply({ step, address, gate });
    throw new TypeError(`Not of OpenStack: ${address.kind}`);
  }

  return {
    name: 'openstack',
    isNodeId: isUuid,
    mechanicsOf: () => mechanics,
    announcedOn: (address) => (isVip(address) ? address.interface : undefined),
    apply,
    foresee: (step, address, signal) => foresee(step, address, { floatingIps, signal }),
    async prepare(addresses, node, signal) {
      if (!addresses.some(isFloatingIp)) return;
      await ports.of(node, { subject: `instance ${node}`, signal });
    },
    async preflight(addresses, self, signal) {
      const { preflight } = await import('./preflight.ts');
      const portFor = async (address: FloatingIpAddress, node: string): Promise<string> => {
        const { port } = await floatingIps.target(address, node, signal);
        return port;
      };
      return await preflight(addresses, self, { client, portFor, signal });
    },
    async read(addresses, signal) {
      const parts = await Promise.all([
        readKind(floatingIps, addresses.filter(isFloatingIp), signal),
        readKind(vips, addresses.filter(isVip), signal),
      ]);
      return new Map(parts.flat());
    },
  };
}

interface Looking {
  readonly floatingIps: FloatingIps;
  readonly signal: AbortSignal;
}

async function foresee(
  step: Step,
  address: Address,
  { floatingIps, signal }: Looking,
): Promise<readonly string[]> {
  if (isVip(address)) return ['whether the network takes the announcement'];
  if (step.do === 'assign' && isFloatingIp(address)) {
    await floatingIps.target(address, step.to, signal);
  }
  return ['whether the token may change floating IPs'];
}
