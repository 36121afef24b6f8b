import { sharedBits } from '../../core/ip.ts';
import { free, heldBy } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { Failure } from '../../ports/failure.ts';
import type { Change, Entry, KindOfAddress } from '../kind-of-address.ts';
import { partsOf } from '../parts.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { PrivateIpAddress } from './address.ts';
import type { Filter } from './asked.ts';
import type { Client, Task } from './client.ts';
import { fewValues, impossible, interfacesOf, subjectOf, subjectOfAll, unsure } from './kind.ts';
import type { ClientFor } from './kind.ts';
import { createOperation } from './operation.ts';
import type { NetworkInterface } from './schema.ts';

/**
 * Secondary private IPs of network interfaces, within their subnet
 * (https://cloud.tencent.com/document/api/215/15820).
 */
export function createPrivateIps(clientFor: ClientFor): KindOfAddress<PrivateIpAddress> {
  /** The network interface that each was on at the last look. */
  const seen = new Map<PrivateIpAddress, NetworkInterface | undefined>();
  return {
    async read(addresses, signal) {
      const client = clientFor(subjectOfAll(addresses, 'the private IPs'), { signal });
      const { items: interfaces, isWhole } = await findInterfaces(client, addresses);
      return addresses.map((address): Entry => {
        const found = interfaces.filter((one) => isOn(one, address));
        const vpcs = new Set(found.map(({ VpcId }) => VpcId));
        if (found.length === 0 && !isWhole) return [address, unsure(subjectOf(address))];
        if (vpcs.size > 1) return [address, ambiguous(address, [...vpcs])];
        seen.set(address, found[0]);
        return [address, readingOf(address, found)];
      });
    },
    async apply(change) {
      const { address } = change;
      const task = await movePrivateIp(change, seen.get(address), clientFor);
      const ask = (signal: AbortSignal): Client => clientFor(subjectOf(address), { signal });
      return createOperation({ task, by: 'request', clientFor: ask });
    },
  };
}

/** Several values match exactly; a single one matches every IP that ends like it, unless told not to. */
async function findInterfaces(
  client: Client,
  addresses: readonly PrivateIpAddress[],
): Promise<Listing<NetworkInterface>> {
  const exactly: Filter = { Name: 'ip-exact-match', Values: ['true'] };
  const queries = partsOf(
    addresses.map(({ ip }) => ip),
    fewValues,
  ).map((ips) => {
    const filter: Filter = { Name: 'address-ip', Values: ips };
    return client.describeNetworkInterfaces(ips.length === 1 ? [filter, exactly] : [filter]);
  });
  return joined(await Promise.all(queries));
}

type IpEntry = NonNullable<NetworkInterface['PrivateIpAddressSet']>[number];

function entryOf(on: NetworkInterface, { ip }: PrivateIpAddress): IpEntry | undefined {
  return on.PrivateIpAddressSet?.find(({ PrivateIpAddress }) => PrivateIpAddress === ip);
}

function isOn(one: NetworkInterface, address: PrivateIpAddress): boolean {
  const isInVpc = address.vpc === undefined || address.vpc === one.VpcId;
  return isInVpc && entryOf(one, address) !== undefined;
}

function ambiguous({ ip }: PrivateIpAddress, vpcs: readonly string[]): Failure {
  return new Failure('config', `${ip} is in several VPCs: ${vpcs.join(', ')}`, {
    hint: 'List it in the config, with vpc beside it to say which is meant',
  });
}

/** While it moves it may be on both network interfaces. */
function readingOf(address: PrivateIpAddress, on: readonly NetworkInterface[]): Reading {
  const [first] = on;
  if (first === undefined) return { owner: free, pending: false };
  const state = entryOf(first, address)?.State ?? '';
  // What is on its way from nowhere is listed where it is going.
  const owner = state === 'PENDING' ? free : heldBy(holderOf(address, first));
  const pending = on.length > 1 || !['', 'AVAILABLE'].includes(state);
  const isLeaving = state === 'MIGRATING' || state === 'DELETING';
  return { owner, pending, ...(isLeaving ? { leaving: true } : {}) };
}

/** The instance, unless the network interface is another one of it than the config names. */
function holderOf({ networkInterface: named }: PrivateIpAddress, on: NetworkInterface): string {
  const { NetworkInterfaceId, Attachment } = on;
  const isElsewhereOnTheNode = named !== undefined && named !== NetworkInterfaceId;
  return (isElsewhereOnTheNode ? '' : Attachment?.InstanceId) || NetworkInterfaceId;
}

async function movePrivateIp(
  change: Change<PrivateIpAddress>,
  source: NetworkInterface | undefined,
  clientFor: ClientFor,
): Promise<Task> {
  const { step, address, gate } = change;
  const { ip } = address;
  const write = (send: (client: Client) => Promise<Task>): Promise<Task> =>
    gate.write((sending) => send(clientFor(subjectOf(address), sending)));
  if (source !== undefined) refusePrimary(address, source);
  if (step.do === 'unassign' && source !== undefined) {
    refuseWithEip(address, source);
    const { NetworkInterfaceId } = source;
    return await write((client) => client.unassignPrivateIpAddress(NetworkInterfaceId, ip));
  }
  if (step.do !== 'assign') throw impossible(change);
  const destination = { address, node: step.to, source };
  const target = await findTarget(destination, clientFor(subjectOf(address), gate));
  if (source === undefined) {
    return await write((client) => client.assignPrivateIpAddress(target, ip));
  }
  return await write((client) =>
    client.migratePrivateIpAddress({
      SourceNetworkInterfaceId: source.NetworkInterfaceId,
      DestinationNetworkInterfaceId: target,
      PrivateIpAddress: ip,
    }),
  );
}

function refusePrimary(address: PrivateIpAddress, on: NetworkInterface): void {
  if (entryOf(on, address)?.Primary !== true) return;
  const { NetworkInterfaceId } = on;
  throw new Failure('invalid', `${address.ip} is the primary IP of ${NetworkInterfaceId}`, {
    hint: 'Only a secondary private IP can move: add one for this purpose',
  });
}

/** An EIP goes where its private IP goes, but is unbound, or even released, when that is given up. */
function refuseWithEip(address: PrivateIpAddress, on: NetworkInterface): void {
  const { AddressId = '' } = entryOf(on, address) ?? {};
  if (AddressId === '') return;
  throw new Failure('invalid', `${address.ip} has EIP ${AddressId}, which would be unbound`, {
    hint: `Unbind that one first: floatip release ${AddressId}`,
  });
}

interface Destination {
  readonly address: PrivateIpAddress;
  readonly node: string;
  readonly source: NetworkInterface | undefined;
}

/** The network interface of the node that can have the IP. Throws `missing` or `invalid`. */
async function findTarget(destination: Destination, client: Client): Promise<string> {
  const { address, node, source } = destination;
  const all = await interfacesOf(node, client);
  const target = choose(all, destination);
  if (target !== undefined) return target.NetworkInterfaceId;
  const { networkInterface: named } = address;
  const where = source === undefined ? '' : ` in subnet ${source.SubnetId}`;
  const wanted = named === undefined ? 'no network interface' : `no ${named}`;
  throw new Failure('invalid', `${node} has ${wanted}${where} for ${address.ip}`, {
    hint: 'A private IP never leaves its subnet: attach a network interface of that subnet to the node',
  });
}

function choose(
  all: readonly NetworkInterface[],
  { address, source }: Destination,
): NetworkInterface | undefined {
  const { networkInterface: named, ip } = address;
  const fitting = all.filter(
    ({ NetworkInterfaceId, SubnetId }) =>
      (named === undefined || named === NetworkInterfaceId) &&
      (source === undefined || source.SubnetId === SubnetId),
  );
  if (source !== undefined) return fitting[0];
  // Nobody says to which subnet an IP belongs that is nowhere.
  const closeness = (one: NetworkInterface): number =>
    sharedBits(ip, primaryIpOf(one) ?? '0.0.0.0');
  return fitting.toSorted((left, right) => closeness(right) - closeness(left))[0];
}

function primaryIpOf({ PrivateIpAddressSet: ips }: NetworkInterface): string | undefined {
  return ips?.find(({ Primary }) => Primary)?.PrivateIpAddress;
}
