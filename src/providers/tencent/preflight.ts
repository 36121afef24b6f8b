import type { Address } from '../../core/address.ts';
import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Self } from '../../ports/identity.ts';
import { isEip, isHavip, isPrivateIp } from './address.ts';
import type { EipAddress, HavipAddress, PrivateIpAddress } from './address.ts';
import type { Client } from './client.ts';
import { refuseOutOfScope } from './drift-scope.ts';
import { findEips, interfacesOf, isMeant, wantedOf } from './kind.ts';
import type { Eip, Havip, NetworkInterface } from './schema.ts';

/** What keeps this instance from taking EIPs, HAVIPs and private IPs. */
export async function preflight(
  addresses: readonly Address[],
  self: Self,
  client: Client,
): Promise<readonly Check[]> {
  const eips = addresses.filter(isEip);
  const havips = addresses.filter(isHavip);
  const others = addresses.filter(isPrivateIp);
  const interfaces = await interfacesOf(self.node, client);
  const parts = await Promise.all([
    eipChecks(eips, client),
    eips.length === 0 ? [] : publicIpOf(self, client),
    ...havips.map((havip) => havipChecks(havip, { self, client, interfaces })),
    ...others.map((one) => privateIpChecks(one, { self, client, interfaces })),
  ]);
  return [regionOf(self), ...parts.flat()];
}

interface Place {
  readonly self: Self;
  readonly client: Client;
  readonly interfaces: readonly NetworkInterface[];
}

function regionOf({ region, node }: Self): Check {
  return passed('cloud.region', `The API knows ${node} in ${region}`);
}

async function eipChecks(
  addresses: readonly EipAddress[],
  client: Client,
): Promise<readonly Check[]> {
  if (addresses.length === 0) return [];
  const { items } = await findEips(client, wantedOf(addresses));
  return addresses.flatMap((address) => {
    const eip = items.find((one) => isMeant(address, { id: one.AddressId, ip: one.AddressIp }));
    return eip === undefined ? [] : stateOf(eip, address.name);
  });
}

function stateOf(
  { AddressId, IsArrears, IsBlocked, CascadeRelease }: Eip,
  name: string,
): readonly Check[] {
  const [trouble, remedy] = IsArrears
    ? ['is in arrears', 'Settle the account, in the console under Billing Center']
    : ['is blocked', 'Ask the support of the cloud why, and have it released'];
  const state =
    IsArrears || IsBlocked
      ? checked('cloud.state', 'fail', {
          detail: `EIP ${AddressId} ${trouble}, and cannot be bound`,
          fix: remedy,
          address: name,
        })
      : passed('cloud.state', `EIP ${AddressId} can be bound`, name);
  if (!CascadeRelease) {
    return [state, passed('cloud.kept', `EIP ${AddressId} stays when it is unbound`, name)];
  }
  const lost = checked('cloud.kept', 'fail', {
    detail: `EIP ${AddressId} is released for good as soon as it is unbound, so floatip does not unbind it`,
    fix: 'Take the mark off, in the console, or use another EIP: its CascadeRelease is true',
    address: name,
  });
  return [state, lost];
}

/** An EIP cannot be bound beside an ordinary public IP (https://cloud.tencent.com/document/api/215/16700). */
async function publicIpOf({ node }: Self, client: Client): Promise<readonly Check[]> {
  const filters = [
    { Name: 'instance-id', Values: [node] },
    { Name: 'address-type', Values: ['WanIP'] },
  ];
  const { items } = await client.describeAddresses(filters);
  const [other] = items;
  if (other === undefined) return [passed('cloud.public-ip', `${node} has no ordinary public IP`)];
  return [
    checked('cloud.public-ip', 'fail', {
      detail: `${node} has an ordinary public IP, ${other.AddressIp}, beside which no EIP can be bound`,
      fix: 'Return it in the console, or: tccli vpc ReturnNormalAddresses',
    }),
  ];
}

async function havipChecks(
  address: HavipAddress,
  { self, client, interfaces }: Place,
): Promise<readonly Check[]> {
  const { name, id, ip } = address;
  const query = id === undefined ? { filter: { Name: 'vip', Values: [ip ?? ''] } } : { ids: [id] };
  const { items } = await client.describeHaVips(query);
  const havip = items.find(({ HaVipId, Vip }) => isMeant(address, { id: HaVipId, ip: Vip }));
  if (havip === undefined) return [];
  return [
    subnetOf(havip, name, interfaces),
    await scopeOf(havip, { name, self, client }),
    idleOf(havip, name),
  ];
}

function subnetOf(
  { HaVipId, SubnetId }: Havip,
  name: string,
  interfaces: readonly NetworkInterface[],
): Check {
  const own = interfaces.map((one) => one.SubnetId);
  if (own.includes(SubnetId))
    return passed('cloud.subnet', `${HaVipId} is in ${SubnetId}, as this instance is`, name);
  return checked('cloud.subnet', 'fail', {
    detail: `${HaVipId} is in ${SubnetId}, where this instance has no network interface: it is in ${own.join(', ')}`,
    fix: `Attach a network interface of ${SubnetId} to this instance, or create the HAVIP in ${own[0] ?? 'its subnet'}`,
    address: name,
  });
}

async function scopeOf(
  havip: Havip,
  { name, self, client }: { readonly name: string; readonly self: Self; readonly client: Client },
): Promise<Check> {
  try {
    await refuseOutOfScope(havip, self.node, client);
    return passed('cloud.scope', `${havip.HaVipId} may come to ${self.node}`, name);
  } catch (error) {
    if (!isFailure(error, 'invalid')) throw error;
    const { message: detail, hint: fix } = error;
    return checked('cloud.scope', 'fail', { detail, fix, address: name });
  }
}

/** https://www.tencentcloud.com/document/product/215/31817 */
function idleOf(
  { HaVipId, AddressIp, InstanceId, NetworkInterfaceId }: Havip,
  name: string,
): Check {
  const isHeld = InstanceId !== '' || NetworkInterfaceId !== '';
  if (AddressIp === '' || isHeld) return passed('cloud.idle', 'No EIP lies idle', name);
  return checked('cloud.idle', 'warn', {
    detail: `${HaVipId} is on no instance, so its EIP ${AddressIp} lies idle, which is billed`,
    fix: 'Start keepalived on the host that is to have it',
    address: name,
  });
}

async function privateIpChecks(
  { name, ip, networkInterface }: PrivateIpAddress,
  { client, interfaces }: Place,
): Promise<readonly Check[]> {
  const filters = [
    { Name: 'address-ip', Values: [ip] },
    { Name: 'ip-exact-match', Values: ['true'] },
  ];
  const { items } = await client.describeNetworkInterfaces(filters);
  const [holder] = items;
  if (holder === undefined) return [];
  const own = interfaces.filter(
    (one) => networkInterface === undefined || one.NetworkInterfaceId === networkInterface,
  );
  const { SubnetId: subnet } = holder;
  if (own.some(({ SubnetId }) => SubnetId === subnet)) {
    return [passed('cloud.subnet', `${ip} is in ${subnet}, as this instance is`, name)];
  }
  return [
    checked('cloud.subnet', 'fail', {
      detail: `${ip} is in ${subnet}, and this instance is not: a private IP never leaves its subnet`,
      fix: `Attach a network interface of ${subnet} to this instance`,
      address: name,
    }),
  ];
}
