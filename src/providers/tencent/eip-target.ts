import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';
import type { WriteGate } from '../../ports/provider.ts';
import type { EipAddress } from './address.ts';
import type { Filter } from './asked.ts';
import type { Client, Target } from './client.ts';
import { isInstanceId } from './ids.ts';
import { interfacesOf, unsure } from './kind.ts';
import type { Eip, NetworkInterface } from './schema.ts';

export interface Destination {
  readonly address: EipAddress;
  /** The node that it is to be bound to. */
  readonly node: string;
  /** The id of the EIP itself. */
  readonly eipId: string;
}

/** Without this filter, ordinary public IPs are left out; with it, all that is not named in it. */
const everyType: Filter = {
  Name: 'address-type',
  Values: ['WanIP', 'EIP', 'AnycastEIP', 'HighQualityEIP', 'AntiDDoSEIP', 'ResidentialEIP'],
};

/** Makes sure that the target can take an EIP, once for the two changes of a takeover. */
export interface TargetCheck {
  /** Throws `missing` or `invalid`. Each run has a gate of its own, by which it is known again. */
  pass(destination: Destination, client: Client, gate: WriteGate): Promise<void>;
  /** Finds out ahead of time what is to be known of a node, so that a takeover need not ask. */
  prepare(node: string, client: Client): Promise<void>;
  /** The cloud saw it differently: what was found out may no longer be so. */
  forget(node: string, gate: WriteGate): void;
}

/**
 * For so long what was found out ahead of time is believed: on it an EIP is taken from where it works.
 * Somebody may have bound another one to the target meanwhile.
 */
const preparedForMs = 30_000;

export function createTargetCheck(clock: Clock): TargetCheck {
  const passed = new WeakMap<WriteGate, string>();
  const prepared = new Map<string, { readonly facts: Facts; readonly at: number }>();
  const promises = createPromises();
  const prepare = async (node: string, client: Client): Promise<Facts> => {
    const facts = await factsOf(node, client);
    prepared.set(node, { facts, at: clock.now() });
    return facts;
  };
  const preparedFor = (destination: Destination): Facts | undefined => {
    const { facts, at } = prepared.get(destination.node) ?? {};
    if (facts === undefined || at === undefined || clock.now() - at >= preparedForMs)
      return undefined;
    return promises.suits(destination, facts) ? facts : undefined;
  };
  return {
    async pass(destination, client, gate) {
      const { node } = destination;
      if (passed.get(gate) === node) return;
      // What was found out ahead of time lets it pass, but never refuses it: it may have changed.
      const facts = preparedFor(destination) ?? (await prepare(node, client));
      promises.make(destination, facts, gate);
      passed.set(gate, node);
    },
    async prepare(node, client) {
      await prepare(node, client);
    },
    forget(node, gate) {
      prepared.delete(node);
      passed.delete(gate);
    },
  };
}

/** Which EIP the private IPs of nodes are to have: none can have two. */
interface Promises {
  /** Throws where the target cannot take it, or another run is just about to give it another one. */
  make(destination: Destination, facts: Facts, gate: WriteGate): void;
  /** Whether it can take it by these facts, and it was last promised to no other EIP. */
  suits(destination: Destination, facts: Facts): boolean;
}

function createPromises(): Promises {
  const promised = new Map<string, { readonly eipId: string; readonly signal: AbortSignal }>();
  return {
    make(destination, facts, { signal }) {
      const { eipId } = destination;
      const key = placeOf(destination, facts);
      const other = promised.get(key);
      // Once its run has ended, the facts say what came of it.
      if (other !== undefined && other.eipId !== eipId && !other.signal.aborted) {
        throw rivals(destination, other.eipId);
      }
      promised.set(key, { eipId, signal });
    },
    suits(destination, facts) {
      try {
        const { eipId } = promised.get(placeOf(destination, facts)) ?? destination;
        return eipId === destination.eipId;
      } catch {
        return false;
      }
    },
  };
}

function placeOf(destination: Destination, facts: Facts): string {
  return `${destination.node} ${checkTarget(destination, facts)}`;
}

/** What a node has, as far as it matters for an EIP. */
interface Facts {
  readonly addresses: readonly Eip[];
  readonly interfaces: readonly NetworkInterface[];
}

async function factsOf(node: string, client: Client): Promise<Facts> {
  const [listing, interfaces] = await Promise.all([
    client.describeAddresses([{ Name: 'instance-id', Values: [node] }, everyType]),
    interfacesOf(node, client),
  ]);
  const places = new Set([node, ...interfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId)]);
  const addresses = listing.items.filter(
    ({ InstanceId, NetworkInterfaceId }) =>
      places.has(InstanceId) || places.has(NetworkInterfaceId),
  );
  const isAbout = addresses.length > 0 || listing.items.length === 0;
  if (!listing.isWhole || !isAbout) throw unsure(`the addresses of ${node}`);
  return { addresses, interfaces };
}

/**
 * The API finds out only once the EIP has been taken from where it worked. Returns the private IP
 * that it goes to.
 */
function checkTarget(
  destination: Destination,
  { addresses, interfaces }: Facts,
): string | undefined {
  const { node, eipId } = destination;
  const privateIp = privateIpOf(destination, interfaces);
  const isInTheWay = ({ AddressId, PrivateAddressIp }: Eip): boolean =>
    AddressId !== eipId && (PrivateAddressIp === '' || PrivateAddressIp === privateIp);
  const other = addresses.find(isInTheWay);
  if (other !== undefined) throw occupied(node, other);
  return privateIp;
}

function rivals({ node, eipId }: Destination, other: string): Failure {
  return new Failure(
    'invalid',
    `${node} is just being given EIP ${other}, and cannot have ${eipId}`,
    {
      hint: 'Give all but one of them a networkInterface and a privateIp in the config',
    },
  );
}

/** What the API calls the target. Throws a bug for what cannot be one. */
export function targetOf({ networkInterface, privateIp }: EipAddress, node: string): Target {
  if (!isInstanceId(node)) throw new TypeError(`Not the id of a CVM instance: ${node}`);
  if (networkInterface === undefined) return { InstanceId: node };
  return {
    NetworkInterfaceId: networkInterface,
    ...(privateIp === undefined ? {} : { PrivateIpAddress: privateIp }),
  };
}

/** The private IP that it goes to; each may have an EIP of its own, and a node means its first one. */
function privateIpOf(
  { address, node }: Destination,
  interfaces: readonly NetworkInterface[],
): string | undefined {
  const { networkInterface, privateIp } = address;
  if (networkInterface === undefined) {
    const ips = interfaces.find(({ Primary }) => Primary)?.PrivateIpAddressSet ?? [];
    return ips.find(({ Primary }) => Primary)?.PrivateIpAddress;
  }
  const found = interfaces.find((one) => one.NetworkInterfaceId === networkInterface);
  if (found === undefined) {
    const ids = interfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
    throw notThere(`${networkInterface} is not attached to ${node}`, 'networkInterface', ids);
  }
  const ips = (found.PrivateIpAddressSet ?? []).map(({ PrivateIpAddress }) => PrivateIpAddress);
  if (privateIp !== undefined && !ips.includes(privateIp)) {
    throw notThere(`${privateIp} is not on ${networkInterface}`, 'privateIp', ips);
  }
  return privateIp;
}

function notThere(message: string, key: string, choice: readonly string[]): Failure {
  return new Failure('invalid', `${message}, so the EIP cannot be bound to it`, {
    hint: `Set ${key} in the config to what is there: ${choice.join(', ')}`,
  });
}

function occupied(node: string, { AddressId, AddressIp, AddressType }: Eip): Failure {
  if (AddressType === 'WanIP') {
    return new Failure('invalid', `${node} has an ordinary public IP, ${AddressIp}`, {
      hint: 'Return it first, in the console: an EIP cannot be bound beside it, and is not exchanged for it',
    });
  }
  return new Failure('invalid', `${node} already has EIP ${AddressId} (${AddressIp})`, {
    hint: `Unbind that one first: floatip release ${AddressId} --from ${node}`,
  });
}
