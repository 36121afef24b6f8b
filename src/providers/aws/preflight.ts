import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Self } from '../../ports/identity.ts';
import { readingIn } from '../../ports/provider.ts';
import type { Provider } from '../../ports/provider.ts';
import { isPrivateIp, isRoute } from './address.ts';
import type { PrivateIpAddress, RouteAddress } from './address.ts';
import type { Client } from './client.ts';
import { unsure } from './kind.ts';
import { findInterfaces } from './private-ip.ts';
import type { NetworkInterface } from './schema.ts';

export interface PreflightOptions {
  readonly provider: Pick<Provider, 'read' | 'foresee'>;
  readonly client: Client;
  readonly self: Self;
  readonly signal: AbortSignal;
}

/** What keeps this instance from taking Elastic IPs, private IPs and routes. Changes nothing. */
export async function preflight(
  addresses: readonly Address[],
  options: PreflightOptions,
): Promise<readonly Check[]> {
  const { provider, client, self, signal } = options;
  const [readings, interfaces] = await Promise.all([
    provider.read(addresses, signal),
    interfacesOf(self, client),
  ]);
  const known = addresses.filter((address) => !isFailure(readingIn(readings, address)));
  const parts = await Promise.all([
    ...known.map((address) => trialOf(address, options)),
    ...known.filter(isPrivateIp).map((address) => subnetOf(address, client, interfaces)),
  ]);
  const forwarding = known.filter(isRoute).flatMap((address) => forwardingOf(address, interfaces));
  return [
    passed('cloud.region', `The API knows ${self.node} in ${self.region}`),
    skipped('cloud.quota', 'AWS does not tell how many requests are left'),
    ...parts.flat(),
    ...forwarding,
  ];
}

async function interfacesOf({ node }: Self, client: Client): Promise<readonly NetworkInterface[]> {
  const filter = { name: 'attachment.instance-id', values: [node] };
  const { items, isWhole } = await client.describeNetworkInterfaces(filter);
  if (isWhole && items.length > 0) return items;
  throw isWhole
    ? new Failure('missing', `AWS knows no instance ${node} in this account and region`)
    : unsure(node);
}

/** What AWS says to the takeover itself, in a dry run where there is one. */
async function trialOf(
  address: Address,
  { provider, self, signal }: PreflightOptions,
): Promise<readonly Check[]> {
  const { name } = address;
  const step: Step = { do: 'assign', to: self.node, from: null };
  try {
    const open = (await provider.foresee?.(step, address, signal)) ?? [];
    if (open.length === 0)
      return [passed('cloud.actions', 'A dry run says that it may be taken', name)];
    const detail = `Not certain before the first takeover: ${open.join(', ')}`;
    return [checked('cloud.actions', 'note', { detail, address: name })];
  } catch (error) {
    if (!isFailure(error, 'denied', 'invalid', 'missing')) throw error;
    const id = error.class === 'denied' ? 'cloud.actions' : 'cloud.room';
    return [checked(id, 'fail', { detail: error.message, fix: error.hint, address: name })];
  }
}

async function subnetOf(
  address: PrivateIpAddress,
  client: Client,
  own: readonly NetworkInterface[],
): Promise<readonly Check[]> {
  const { name, ip, networkInterface } = address;
  const { items } = await findInterfaces(client, [address]);
  const subnets = items.map(({ subnetId }) => subnetId);
  const [subnet] = subnets;
  if (subnet === undefined) return [];
  const fitting = own.filter(
    (one) => networkInterface === undefined || one.networkInterfaceId === networkInterface,
  );
  if (fitting.some(({ subnetId }) => subnets.includes(subnetId))) {
    return [passed('cloud.subnet', `${ip} is in ${subnet}, as this instance is`, name)];
  }
  return [
    checked('cloud.subnet', 'fail', {
      detail: `${ip} is in ${subnet}, and this instance is not: a private IP never leaves its subnet`,
      fix: `Attach a network interface of ${subnet} to this instance, or move the IP by a route: kind aws-route`,
      address: name,
    }),
  ];
}

/** What is not sent to an IP of the interface itself is dropped, unless this check is off. */
function forwardingOf(
  { name, networkInterface }: RouteAddress,
  own: readonly NetworkInterface[],
): readonly Check[] {
  const target = own.find(({ networkInterfaceId: id, attachment }) =>
    networkInterface === undefined ? attachment?.deviceIndex === '0' : id === networkInterface,
  );
  if (target === undefined) return [];
  const { networkInterfaceId: id, sourceDestCheck } = target;
  if (sourceDestCheck === 'false') {
    return [passed('cloud.forwarding', `The source/dest check of ${id} is off`, name)];
  }
  return [
    checked('cloud.forwarding', 'fail', {
      detail: `The source/dest check of ${id} is on, so packets that the route sends there are dropped`,
      fix: `Switch it off: aws ec2 modify-network-interface-attribute --network-interface-id ${id} --no-source-dest-check`,
      address: name,
    }),
  ];
}
