import type { Address } from '../../core/address.ts';
import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Self } from '../../ports/identity.ts';
import { isFloatingIp, isVip } from './address.ts';
import type { FloatingIpAddress, VipAddress } from './address.ts';
import type { Client } from './client.ts';
import { policy } from './permissions.ts';
import { lacksIn } from './rights.ts';
import type { FloatingIp } from './schema.ts';
import { mayAnnounce } from './vip-pairs.ts';
import { notAllowed } from './vip.ts';

export interface Asking {
  readonly client: Client;
  /** Where a floating IP would go. Throws what keeps it from going there. */
  readonly portFor: (address: FloatingIpAddress, node: string) => Promise<string>;
  readonly signal: AbortSignal;
}

/** What keeps this instance from taking floating IPs and virtual IPs. */
export async function preflight(
  addresses: readonly Address[],
  self: Self,
  asking: Asking,
): Promise<readonly Check[]> {
  const parts = await Promise.all([
    rightsFor(addresses, asking),
    placeOf(self, asking),
    ...addresses.filter(isFloatingIp).map((one) => floatingIpChecks(one, self, asking)),
    ...addresses.filter(isVip).map((one) => vipChecks(one, self, asking)),
  ]);
  return [...parts.flat(), passed('cloud.quota', 'Neutron has no limit of requests')];
}

/** Keystone says with the token what it may do, as far as that goes by roles and access rules. */
async function rightsFor(
  addresses: readonly Address[],
  { client, signal }: Asking,
): Promise<readonly Check[]> {
  const rights = await client.rights(signal);
  const lacks = lacksIn(rights, policy(addresses).document);
  if (lacks.length === 0) {
    const roles = rights.roles.join(', ');
    const detail = `The token has ${roles === '' ? 'no role by name' : `the role ${roles}`}; whether the policy of Neutron lets it write shows only with a takeover`;
    return [passed('cloud.actions', detail)];
  }
  return [
    checked('cloud.actions', 'fail', {
      detail: `The token lacks ${lacks.join(' and ')}`,
      fix: 'Make an application credential as floatip init --policy prints it',
    }),
  ];
}

async function placeOf({ node }: Self, { client, signal }: Asking): Promise<readonly Check[]> {
  const look = { subject: `instance ${node}`, signal };
  const { items } = await client.listPorts([['device_id', node]], look);
  if (items.length > 0) {
    return [passed('cloud.region', `Neutron knows ${items.length} port(s) of ${node}`)];
  }
  return [
    checked('cloud.region', 'fail', {
      detail: `Neutron knows no port of ${node} in this project and region`,
      fix: 'Set region in providers.openstack, or take a credential of the project of this instance',
    }),
  ];
}

async function floatingIpChecks(
  address: FloatingIpAddress,
  { node }: Self,
  { client, portFor, signal }: Asking,
): Promise<readonly Check[]> {
  const { name } = address;
  try {
    const port = await portFor(address, node);
    const look = { subject: `port ${port}`, signal };
    const { items } = await client.listFloatingIps([['port_id', port]], look);
    return [
      passed('cloud.subnet', `It goes to port ${port}`, name),
      roomOf(address, items, port),
      ...items.filter((one) => isMeant(address, one)).map((one) => stateOf(one, name)),
    ];
  } catch (error) {
    // Whoever reads the addresses says what is wrong with one that is not there.
    if (isFailure(error, 'missing')) return [];
    if (!isFailure(error, 'config')) throw error;
    const { message: detail, hint: fix } = error;
    return [checked('cloud.subnet', 'fail', { detail, fix, address: name })];
  }
}

function isMeant({ id, ip }: FloatingIpAddress, found: FloatingIp): boolean {
  return id === undefined ? found.floating_ip_address === ip : found.id === id;
}

function roomOf(address: FloatingIpAddress, all: readonly FloatingIp[], port: string): Check {
  const { name, fixedIp } = address;
  const other = all.find(
    (one) => !isMeant(address, one) && (fixedIp === undefined || one.fixed_ip_address === fixedIp),
  );
  if (other === undefined) {
    return passed('cloud.room', 'No other floating IP is in the way', name);
  }
  const { floating_ip_address: ip, fixed_ip_address: at } = other;
  return checked('cloud.room', 'fail', {
    detail: `Port ${port} has floating IP ${ip} on its IP ${at}, and one is all that an IP can have`,
    fix: `Give the port another IP, and name it as fixedIp in the config, or release ${ip}`,
    address: name,
  });
}

function stateOf({ status, floating_ip_address: ip }: FloatingIp, name: string): Check {
  if (status !== 'ERROR') {
    return passed('cloud.state', `Neutron calls it ${status ?? 'nothing'}`, name);
  }
  return checked('cloud.state', 'fail', {
    detail: `Neutron has ${ip} here, and whoever carries its traffic has failed to: it is in ERROR`,
    fix: 'Ask whoever runs the cloud to see the L3 agents',
    address: name,
  });
}

async function vipChecks(
  { name, id, ip }: VipAddress,
  { node }: Self,
  { client, signal }: Asking,
): Promise<readonly Check[]> {
  const look = { subject: `virtual IP ${id ?? ip}`, signal };
  const filter =
    id === undefined ? (['fixed_ips', `ip_address=${ip}`] as const) : (['id', id] as const);
  const [found, own] = await Promise.all([
    client.listPorts([filter], look),
    client.listPorts([['device_id', node]], look),
  ]);
  const [vip] = found.items;
  const vipIp = ip ?? vip?.fixed_ips[0]?.ip_address;
  if (vip === undefined || vipIp === undefined) return [];
  const isAllowed = own.items.some(
    (one) => one.network_id === vip.network_id && mayAnnounce(one, vipIp),
  );
  if (isAllowed) return [passed('cloud.scope', `A port of this instance allows ${vipIp}`, name)];
  const { message: detail, hint: fix } = notAllowed(vipIp, vip, node);
  return [checked('cloud.scope', 'fail', { detail, fix, address: name })];
}
