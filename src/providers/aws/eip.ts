import { free, heldBy } from '../../core/owner.ts';
import type { Owner } from '../../core/owner.ts';
import type { Step } from '../../core/plan.ts';
import type { Operation } from '../../ports/provider.ts';
import type { Change, Entry } from '../kind-of-address.ts';
import { partsOf } from '../parts.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { EipAddress } from './address.ts';
import type { Accepted, Client, Filter } from './client.ts';
import { associationFor } from './eip-target.ts';
import type { Destination } from './eip-target.ts';
import { absent, impossible, mostValues, subjectOf, subjectOfAll } from './kind.ts';
import type { ForeseeableKind, Vpc } from './kind.ts';
import { createOperation } from './operation.ts';
import type { Eip } from './schema.ts';

/** Elastic IPs. One request takes one from whoever has it. */
export function createEips(vpc: Vpc): ForeseeableKind<EipAddress> {
  const { clientFor } = vpc;
  /** What the last look saw of each. */
  const seen = new Map<EipAddress, Eip>();
  const lastSeen = (address: EipAddress): Eip => {
    const eip = seen.get(address);
    if (eip === undefined) throw new TypeError(`${subjectOf(address)} was never looked at`);
    return eip;
  };
  return {
    async read(addresses, signal) {
      const client = clientFor(subjectOfAll(addresses, 'the Elastic IPs'), { signal });
      const found = await findEips(client, addresses);
      return addresses.map((address): Entry => {
        const eip = found.items.find((one) => isMeant(address, one));
        if (eip === undefined) return [address, absent(subjectOf(address), found)];
        seen.set(address, eip);
        return [address, { owner: ownerOf(address, eip), pending: false, ip: eip.publicIp }];
      });
    },
    apply: (change) => moveEip(change, lastSeen(change.address), vpc),
    async foresee(step, address, signal) {
      const eip = lastSeen(address);
      const client = clientFor(subjectOf(address), { signal });
      await tryStep(step, { eip, address, client, vpc, signal });
      return [];
    },
  };
}

async function moveEip(
  { step, address, gate }: Change<EipAddress>,
  eip: Eip,
  vpc: Vpc,
): Promise<Operation> {
  const write = (send: (client: Client) => Promise<Accepted>): Promise<Accepted> =>
    gate.write((sending) => send(vpc.clientFor(subjectOf(address), sending)));
  if (step.do === 'unassign') {
    const { associationId } = eip;
    return createOperation(await write((client) => client.disassociateAddress(associationId)));
  }
  if (step.do !== 'assign') throw impossible(step, address);
  const association = await associationFor({ eip, address, node: step.to }, vpc, gate);
  return createOperation(await write((client) => client.associateAddress(association)));
}

export async function findEips(
  client: Client,
  addresses: readonly EipAddress[],
): Promise<Listing<Eip>> {
  const ids = addresses.flatMap(({ id }) => id ?? []);
  const ips = addresses.flatMap(({ id, ip }) => (id === undefined ? (ip ?? []) : []));
  // By filters, because a list of ids fails as a whole where one of them is unknown.
  const filters: readonly Filter[] = [
    ...partsOf(ids, mostValues).map((values) => ({ name: 'allocation-id', values })),
    ...partsOf(ips, mostValues).map((values) => ({ name: 'public-ip', values })),
  ];
  return joined(await Promise.all(filters.map((filter) => client.describeAddresses(filter))));
}

export function isMeant({ id, ip }: EipAddress, found: Eip): boolean {
  return id === undefined ? found.publicIp === ip : found.allocationId === id;
}

/** The instance, unless the Elastic IP is at another place of it than the config names. */
function ownerOf({ networkInterface, privateIp }: EipAddress, eip: Eip): Owner {
  const { instanceId, networkInterfaceId, privateIpAddress, associationId } = eip;
  const isElsewhereOnTheNode =
    (networkInterface !== undefined && networkInterface !== networkInterfaceId) ||
    (privateIp !== undefined && privateIp !== privateIpAddress);
  const holder = (isElsewhereOnTheNode ? '' : instanceId) || networkInterfaceId;
  if (holder !== '') return heldBy(holder);
  return associationId === '' ? free : heldBy(instanceId || associationId);
}

interface Trial extends Omit<Destination, 'node'> {
  readonly client: Client;
  readonly vpc: Vpc;
  readonly signal: AbortSignal;
}

async function tryStep(step: Step, { eip, address, client, vpc, signal }: Trial): Promise<void> {
  if (step.do === 'unassign') return await client.tryDisassociateAddress(eip.associationId);
  if (step.do !== 'assign') throw impossible(step, address);
  const association = await associationFor({ eip, address, node: step.to }, vpc, { signal });
  return await client.tryAssociateAddress(association);
}
