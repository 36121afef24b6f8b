import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Operation, Provider, WriteGate } from '../../ports/provider.ts';
import type { Account } from '../token-api.ts';
import { isReservedIp } from './address.ts';
import { createClient } from './client.ts';
import type { ActionRequest } from './client.ts';
import { diagnose, obstacleAt } from './diagnose.ts';
import type { Witness } from './diagnose.ts';
import { isDropletId } from './ids.ts';
import { mechanics } from './mechanics.ts';
import { createOperation } from './operation.ts';
import { readOwners } from './read.ts';

/** DigitalOcean reserved IPs, IPv4 and IPv6. One request takes an address from whoever has it. */
export function createProvider(account: Account): Provider {
  const client = createClient(account);

  async function apply(step: Step, address: Address, gate: WriteGate): Promise<Operation> {
    const { signal } = gate;
    if (!isReservedIp(address)) throw new TypeError(`Not of DigitalOcean: ${address.kind}`);
    const request = requestOf(step);
    try {
      const accepted = await gate.write((sending) => client.postAction(address, request, sending));
      return createOperation(account, accepted);
    } catch (failure) {
      if (!isFailure(failure, 'stale', 'missing')) throw failure;
      throw await diagnose({ address, step, failure }, { account, client, signal });
    }
  }

  return {
    name: 'digitalocean',
    isNodeId: isDropletId,
    mechanicsOf: () => mechanics,
    read: (addresses, signal) => readOwners(client, addresses.filter(isReservedIp), signal),
    apply,
    foresee: (step, address, signal) => foresee(step, address, { account, client, signal }),
    async preflight(addresses, self, signal) {
      const { preflight } = await import('./preflight.ts');
      return await preflight(addresses.filter(isReservedIp), self, { account, client, signal });
    },
  };
}

async function foresee(step: Step, address: Address, witness: Witness): Promise<readonly string[]> {
  if (!isReservedIp(address)) throw new TypeError(`Not of DigitalOcean: ${address.kind}`);
  if (step.do === 'assign') {
    const { client, signal } = witness;
    const found = await client.getReservedIp(address.kind, address.ip, signal);
    const obstacle = await obstacleAt(step.to, { address, found, witness });
    if (obstacle !== undefined) throw obstacle;
  }
  return ['whether the token may write (scope reserved_ip:update)'];
}

function requestOf(step: Step): ActionRequest {
  switch (step.do) {
    case 'assign':
      return { type: 'assign', droplet_id: dropletId(step.to) };
    case 'unassign':
      return { type: 'unassign' };
    default:
      throw new TypeError(`Nothing is attached to a reserved IP: ${step.do}`);
  }
}

/** The last check before it is sent: JSON turns what is no number into null, and 0 or null may mean anything. */
function dropletId(node: string): number {
  const id = Number(node);
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new TypeError(`Not the id of a Droplet: ${node}`);
}
