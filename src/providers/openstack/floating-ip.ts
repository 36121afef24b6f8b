import type { Step } from '../../core/plan.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Operation } from '../../ports/provider.ts';
import type { Change, KindOfAddress } from '../kind-of-address.ts';
import type { FloatingIpAddress } from './address.ts';
import type { ToPort } from './association.ts';
import { choosePort } from './choose-port.ts';
import type { Client, Look } from './client.ts';
import { typeOf } from './failures.ts';
import { subjectOf } from './find.ts';
import { createSight } from './floating-ip-sight.ts';
import type { Seen } from './floating-ip-sight.ts';
import type { NodePorts } from './node-ports.ts';

export interface FloatingIpOptions {
  readonly client: Client;
  readonly ports: NodePorts;
}

export interface FloatingIps extends KindOfAddress<FloatingIpAddress> {
  /** Where it would go. Throws what keeps it from going there. */
  target(address: FloatingIpAddress, node: string, signal: AbortSignal): Promise<ToPort>;
}

/** Floating IPs. One request takes an address from whoever has it. */
export function createFloatingIps(options: FloatingIpOptions): FloatingIps {
  const { client, ports } = options;
  const sight = createSight(client);
  const target: FloatingIps['target'] = async (address, node, signal) => {
    const { network } = await sight.of(address, signal);
    const choose = async (): Promise<ToPort> => {
      const own = await ports.of(node, { subject: `instance ${node}`, signal });
      const { id: port } = choosePort({ address, node, ports: own, network });
      return { to: 'port', port, fixedIp: address.fixedIp };
    };
    try {
      return await choose();
    } catch (error) {
      if (!isFailure(error, 'config')) throw error;
      // A port may have been plugged in since they were looked up.
      ports.forget(node);
      return await choose();
    }
  };
  return {
    read: sight.read,
    target,
    async apply(change) {
      const { address, step, gate } = change;
      const at = await sight.of(address, gate.signal);
      if (step.do === 'assign') {
        const association = await target(address, step.to, gate.signal);
        return await associate(change, { ...options, at, node: step.to, association });
      }
      if (step.do === 'unassign') return await release(change, step, { client, at });
      throw new TypeError(`Nothing is attached to a floating IP: ${step.do}`);
    },
  };
}

interface Associating extends FloatingIpOptions {
  readonly at: Seen;
  readonly node: string;
  readonly association: ToPort;
}

async function associate(
  { address, gate }: Change<FloatingIpAddress>,
  { client, ports, at, node, association }: Associating,
): Promise<Operation> {
  const subject = subjectOf(address);
  const { id } = at.found;
  try {
    const requestId = await gate.write((sending) =>
      client.putFloatingIp({ id, subject }, association, sending),
    );
    return accepted(id, requestId);
  } catch (error) {
    if (!isFailure(error, 'stale')) throw error;
    // The port may be another one by now.
    ports.forget(node);
    if (typeOf(error) !== 'FloatingIPPortAlreadyAssociated') throw error;
    throw (await rivalOf(id, association, { client, subject, signal: gate.signal })) ?? error;
  }
}

interface Rivalry extends Look {
  readonly client: Client;
}

/**
 * Neutron says that the port has a floating IP already: that may be this one, by a request whose answer got lost
 * (cluster-api-provider-openstack#1743), or another one, which is in the way.
 */
async function rivalOf(
  id: string,
  association: ToPort,
  { client, ...look }: Rivalry,
): Promise<Failure | undefined> {
  const { port, fixedIp } = association;
  const { items } = await client.listFloatingIps([['port_id', port]], look);
  const other = items.find(
    (one) => one.id !== id && (fixedIp === undefined || one.fixed_ip_address === fixedIp),
  );
  if (other === undefined || items.some((one) => one.id === id)) return undefined;
  const { floating_ip_address: ip, fixed_ip_address: at } = other;
  return new Failure(
    'invalid',
    `Port ${port} has floating IP ${ip} on its IP ${at}, and one is all that an IP can have`,
    { hint: `Give the port another IP, and name it as fixedIp in the config, or release ${ip}` },
  );
}

async function release(
  { address, gate }: Change<FloatingIpAddress>,
  { from }: Extract<Step, { do: 'unassign' }>,
  { client, at }: { readonly client: Client; readonly at: Seen },
): Promise<Operation> {
  const subject = subjectOf(address);
  const { id, port_id: port, revision_number: revision } = at.found;
  if (at.device !== from && port !== from) {
    throw new Failure('stale', `${subject} is not at instance ${from}`);
  }
  const change = { to: 'nothing', revision: revision ?? undefined } as const;
  const requestId = await gate.write((sending) =>
    client.putFloatingIp({ id, subject }, change, sending),
  );
  return accepted(id, requestId);
}

/** Neutron's books are changed before it answers; what carries the traffic follows, and does not show there. */
function accepted(id: string, requestId: string | null): Operation {
  return {
    id: requestId ?? `update of ${id}`,
    requestId,
    doubt: () => 'See who else moves it: the API took the change, and it does not show',
    progress: () => Promise.resolve('done'),
  };
}
