import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Operation, Provider, WriteGate } from '../../ports/provider.ts';
import { isFloatingIp } from './address.ts';
import type { FloatingIpAddress } from './address.ts';
import type { ActionRequest } from './client.ts';
import { diagnose, obstacleAt } from './diagnose.ts';
import { findFloatingIps, subjectOf } from './find.ts';
import { isHetznerId } from './ids.ts';
import { mechanics } from './mechanics.ts';
import { createOperation } from './operation.ts';
import { readOwners } from './read.ts';
import type { Project } from './read.ts';
import type { FloatingIp } from './schema.ts';

/** Hetzner's floating IPs, IPv4 and IPv6. One request takes an address from whoever has it. */
export function createProvider(project: Project): Provider {
  const { client, ids } = project;

  async function apply(step: Step, given: Address, gate: WriteGate): Promise<Operation> {
    const address = floatingIpOf(given);
    const request = requestOf(step);
    const id = ids.idOf(address) ?? (await idFor(step, address, { project, signal: gate.signal }));
    const target = { id, subject: subjectOf(address) };
    try {
      const accepted = await gate.write((sending) => client.postAction(target, request, sending));
      return createOperation(client, accepted);
    } catch (failure) {
      if (!isFailure(failure, 'missing', 'invalid')) throw failure;
      throw await diagnose({ address, id, step, failure }, project, gate.signal);
    }
  }

  return {
    name: 'hetzner',
    isNodeId: isHetznerId,
    mechanicsOf: () => mechanics,
    read: (addresses, signal) => readOwners(project, addresses.filter(isFloatingIp), signal),
    apply,
    foresee: (step, address, signal) => foresee(step, floatingIpOf(address), { project, signal }),
    async prepare(addresses, _node, signal) {
      const unknown = addresses.filter(isFloatingIp).filter((one) => ids.idOf(one) === undefined);
      await readOwners(project, unknown, signal);
    },
    async preflight(addresses, self, signal) {
      const { preflight } = await import('./preflight.ts');
      return await preflight(addresses.filter(isFloatingIp), self, { project, signal });
    },
  };
}

interface Looking {
  readonly project: Project;
  readonly signal: AbortSignal;
}

/** The id, where it has to be looked up. What shows on the way, that nothing is left to do, spares the write. */
async function idFor(step: Step, address: FloatingIpAddress, looking: Looking): Promise<string> {
  const { id, server } = await find(address, looking);
  const subject = subjectOf(address);
  if (step.do === 'assign' && server === step.to) {
    throw new Failure('stale', `${subject} is assigned to server ${server} already`);
  }
  if (step.do === 'unassign' && server !== step.from) {
    throw new Failure('stale', `${subject} is not assigned to server ${step.from}`);
  }
  return id;
}

async function foresee(
  step: Step,
  address: FloatingIpAddress,
  looking: Looking,
): Promise<readonly string[]> {
  if (step.do === 'assign') {
    const found = await find(address, looking);
    const obstacle = await obstacleAt(step.to, { found, ...looking });
    if (obstacle !== undefined) throw obstacle;
  }
  return ['whether the token may write (Read & Write)'];
}

async function find(
  address: FloatingIpAddress,
  { project: { client, ids }, signal }: Looking,
): Promise<FloatingIp> {
  const found = (await findFloatingIps(client, [address], signal)).get(address);
  if (found === undefined) throw new TypeError(`Nothing was found out of ${address.name}`);
  if (isFailure(found)) throw found;
  ids.learn([[address, found]]);
  return found;
}

function floatingIpOf(address: Address): FloatingIpAddress {
  if (isFloatingIp(address)) return address;
  throw new TypeError(`Not of Hetzner Cloud: ${address.kind}`);
}

function requestOf(step: Step): ActionRequest {
  switch (step.do) {
    case 'assign':
      return { type: 'assign', server: serverId(step.to) };
    case 'unassign':
      return { type: 'unassign' };
    default:
      throw new TypeError(`Nothing is attached to a floating IP: ${step.do}`);
  }
}

/** The last check before it is sent: JSON turns what is no number into null, and null unassigns. */
function serverId(node: string): number {
  if (isHetznerId(node)) return Number(node);
  throw new TypeError(`Not the id of a server: ${node}`);
}
