import { sharedBits } from '../../core/ip.ts';
import { free, heldBy } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { Failure } from '../../ports/failure.ts';
import type { Change, Entry } from '../kind-of-address.ts';
import { partsOf } from '../parts.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { PrivateIpAddress } from './address.ts';
import type { Accepted, Client } from './client.ts';
import { impossible, mostValues, subjectOf, subjectOfAll, unsure } from './kind.ts';
import type { ForeseeableKind, Vpc } from './kind.ts';
import type { NodeInterface } from './node-interface.ts';
import { createOperation } from './operation.ts';
import type { NetworkInterface } from './schema.ts';

/** Secondary private IPs of network interfaces, within their subnet. One request takes one from whoever has it. */
export function createPrivateIps(vpc: Vpc): ForeseeableKind<PrivateIpAddress> {
  /** The network interface that each was on at the last look. */
  const seen = new Map<PrivateIpAddress, NetworkInterface | undefined>();
  return {
    async read(addresses, signal) {
      const client = vpc.clientFor(subjectOfAll(addresses, 'the private IPs'), { signal });
      const [listing, own] = await Promise.all([
        findInterfaces(client, addresses),
        vpc.knownSelf() === undefined ? undefined : vpc.ownInterfaces(signal),
      ]);
      return addresses.map((address): Entry => {
        const found = meantOf(address, listing, own);
        if (found instanceof Failure) return [address, found];
        seen.set(address, found[0]);
        return [address, readingOf(address, found, { own, self: vpc.knownSelf() })];
      });
    },
    async apply(change) {
      const { address } = change;
      const accepted = await movePrivateIp(change, seen.get(address), vpc);
      return createOperation(accepted, () => doubtOf(address));
    },
    foresee(step) {
      const action = step.do === 'assign' ? 'Assign' : 'Unassign';
      return Promise.resolve([
        `whether the key or role may call ${action}PrivateIpAddresses, which knows no dry run`,
      ]);
    },
  };
}

export async function findInterfaces(
  client: Client,
  addresses: readonly PrivateIpAddress[],
): Promise<Listing<NetworkInterface>> {
  const ips = addresses.map(({ ip }) => ip);
  const queries = partsOf(ips, mostValues).map((values) =>
    client.describeNetworkInterfaces({ name: 'addresses.private-ip-address', values }),
  );
  return joined(await Promise.all(queries));
}

type Own = readonly NodeInterface[] | undefined;

/** The network interfaces that the address is on; more than one while it moves. */
function meantOf(
  address: PrivateIpAddress,
  { items, isWhole }: Listing<NetworkInterface>,
  own: Own,
): readonly NetworkInterface[] | Failure {
  const found = items.filter((one) => entryOf(one, address) !== undefined);
  if (found.length === 0 && !isWhole) return unsure(subjectOf(address));
  const subnets = new Set(found.map(({ subnetId }) => subnetId));
  if (subnets.size <= 1) return found;
  // Each VPC of the account may have the same IP: that of this host's subnet is meant.
  const here = found.filter(({ subnetId }) => own?.some(({ subnet }) => subnet === subnetId));
  return here.length > 0 ? here : ambiguous(address, found);
}

function ambiguous({ ip }: PrivateIpAddress, found: readonly NetworkInterface[]): Failure {
  const ids = found.map(({ networkInterfaceId }) => networkInterfaceId).join(', ');
  return new Failure('config', `${ip} is in several VPCs, on ${ids}`, {
    hint: 'Run floatip on an instance in the subnet that is meant',
  });
}

type IpEntry = NetworkInterface['privateIpAddressesSet']['items'][number];

function entryOf(on: NetworkInterface, { ip }: PrivateIpAddress): IpEntry | undefined {
  return on.privateIpAddressesSet.items.find(({ privateIpAddress }) => privateIpAddress === ip);
}

interface Here {
  readonly own: Own;
  readonly self: string | undefined;
}

/**
 * To this host it has only come when the metadata service lists it as well: until then, packets still arrive
 * where it was (EC2 API Reference, AssignPrivateIpAddresses).
 */
function readingOf(
  address: PrivateIpAddress,
  on: readonly NetworkInterface[],
  { own, self }: Here,
): Reading {
  const [first] = on;
  if (first === undefined) return { owner: free, pending: false };
  const holder = holderOf(address, first);
  const here = own?.find(({ id }) => id === first.networkInterfaceId);
  if (holder === self && here?.ips.includes(address.ip) === false) {
    return { owner: free, pending: true };
  }
  return { owner: heldBy(holder), pending: on.length > 1 };
}

/** The instance, unless the network interface is another one of it than the config names. */
function holderOf({ networkInterface: named }: PrivateIpAddress, on: NetworkInterface): string {
  const { networkInterfaceId, attachment } = on;
  const isElsewhereOnTheNode = named !== undefined && named !== networkInterfaceId;
  return (isElsewhereOnTheNode ? '' : (attachment?.instanceId ?? '')) || networkInterfaceId;
}

function doubtOf({ ip }: PrivateIpAddress): string {
  return `See whether the metadata service lists ${ip} by now, at network/interfaces/macs/<mac>/local-ipv4s: the API answers before it has moved`;
}

async function movePrivateIp(
  change: Change<PrivateIpAddress>,
  source: NetworkInterface | undefined,
  vpc: Vpc,
): Promise<Accepted> {
  const { step, address, gate } = change;
  const { ip } = address;
  const write = (send: (client: Client) => Promise<Accepted>): Promise<Accepted> =>
    gate.write((sending) => send(vpc.clientFor(subjectOf(address), sending)));
  if (source !== undefined) refusePrimary(address, source);
  if (step.do === 'unassign' && source !== undefined) {
    refuseWithEip(address, source);
    const { networkInterfaceId } = source;
    return await write((client) => client.unassignPrivateIp(networkInterfaceId, ip));
  }
  if (step.do !== 'assign') throw impossible(step, address);
  const { signal } = gate;
  const interfaces = await vpc.interfacesOf(step.to, { signal });
  const target = targetAmong(interfaces, { address, node: step.to, source });
  return await write((client) => client.assignPrivateIp(target, ip));
}

function refusePrimary(address: PrivateIpAddress, on: NetworkInterface): void {
  if (entryOf(on, address)?.primary !== 'true') return;
  const message = `${address.ip} is the primary IP of ${on.networkInterfaceId}`;
  throw new Failure('invalid', message, {
    hint: 'Only a secondary private IP can move: add one for this purpose',
  });
}

/** An Elastic IP goes where its private IP goes, but is on nothing when that is given up. */
function refuseWithEip(address: PrivateIpAddress, on: NetworkInterface): void {
  const { allocationId = '' } = entryOf(on, address)?.association ?? {};
  if (allocationId === '') return;
  const message = `${address.ip} has the Elastic IP ${allocationId}, which would be on nothing`;
  throw new Failure('invalid', message, {
    hint: `Disassociate that one first: floatip release ${allocationId}`,
  });
}

interface Destination {
  readonly address: PrivateIpAddress;
  readonly node: string;
  readonly source: NetworkInterface | undefined;
}

/** The network interface of the node that can have the IP. Throws `invalid`. */
function targetAmong(
  interfaces: readonly NodeInterface[],
  { address, node, source }: Destination,
): string {
  const { networkInterface: named, ip } = address;
  const fitting = interfaces.filter(
    ({ id, subnet }) =>
      (named === undefined || named === id) && (source === undefined || source.subnetId === subnet),
  );
  // Nobody says to which subnet an IP belongs that is nowhere.
  const [target] = fitting.toSorted((one, other) => closeness(ip, other) - closeness(ip, one));
  if (target !== undefined) return target.id;
  const where = source === undefined ? '' : ` in ${source.subnetId}`;
  const wanted = named === undefined ? 'no network interface' : `no ${named}`;
  throw new Failure('invalid', `${node} has ${wanted}${where} for ${ip}`, {
    hint: 'A private IP never leaves its subnet: attach a network interface of that subnet to the instance, or move the IP by a route (aws-route)',
  });
}

function closeness(ip: string, { ips: [primary = '0.0.0.0'] }: NodeInterface): number {
  return sharedBits(ip, primary);
}
