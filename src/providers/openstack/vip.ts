import { free, heldBy } from '../../core/owner.ts';
import type { Owner } from '../../core/owner.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Operation } from '../../ports/provider.ts';
import { createAnnouncement } from '../announcement.ts';
import type { Announcing } from '../announcement.ts';
import type { Change, Entry, KindOfAddress } from '../kind-of-address.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { VipAddress } from './address.ts';
import type { Client, Filter, Look } from './client.ts';
import { findBy, subjectOf, subjectOfAll, theOneOf } from './find.ts';
import type { Port } from './schema.ts';
import { mayAnnounce } from './vip-pairs.ts';

export interface VipOptions {
  readonly client: Client;
  readonly announcing: Announcing;
}

interface Seen {
  readonly vip: Port;
  /** The ports in its network that may use it, by their allowed address pairs. */
  readonly users: readonly Port[];
}

/**
 * Virtual IPs: a port that nothing is plugged into keeps the IP, and whoever announces it has it, of those whose
 * ports allow it (allowed_address_pairs). No request moves one. Where OVN carries the network, it binds the port to
 * the host of whoever announced last, and `binding:host_id` says so (neutron, doc/source/admin/ovn, "Virtual IPs").
 */
export function createVips({ client, announcing }: VipOptions): KindOfAddress<VipAddress> {
  const seen = new Map<VipAddress, Seen>();
  return {
    async read(addresses, signal) {
      const look = { subject: subjectOfAll(addresses, 'the virtual IPs'), signal };
      const found = await findVips(client, addresses, look);
      const picked = addresses.map(
        (address) => [address, theOneOf(address, found, ipsOf)] as const,
      );
      const there = picked.flatMap(([, one]) => (isFailure(one) ? [] : [one]));
      const neighbours = await neighboursOf(there, client, look);
      return picked.map(([address, vip]): Entry => {
        if (isFailure(vip)) return [address, vip];
        const at = { vip, users: usersOf(vip, neighbours.items) };
        seen.set(address, at);
        const owner = ownerOf(address, at, neighbours);
        if (isFailure(owner)) return [address, owner];
        const [ip = ''] = ipsOf(vip);
        return [address, { owner, pending: false, ip }];
      });
    },
    async apply(change) {
      const at = seen.get(change.address);
      if (at === undefined) throw new TypeError(`${subjectOf(change.address)} was never looked at`);
      return await changeVip(change, at, announcing);
    },
  };
}

function ipsOf({ fixed_ips: fixed }: Port): readonly string[] {
  return fixed.map(({ ip_address: ip }) => ip);
}

async function findVips(
  client: Client,
  addresses: readonly VipAddress[],
  look: Look,
): Promise<Listing<Port>> {
  const ids = addresses.flatMap(({ id }) => id ?? []);
  const ips = addresses.flatMap(({ id, ip }) => (id === undefined ? (ip ?? []) : []));
  const list = (filter: Filter): Promise<Listing<Port>> => client.listPorts(filter, look);
  const parts = await Promise.all([
    findBy(ids, (id) => [['id', id]], list),
    findBy(ips, (ip) => [['fixed_ips', `ip_address=${ip}`]], list),
  ]);
  return joined(parts);
}

/** Neutron has no filter for allowed address pairs: all ports of the networks are asked for. */
async function neighboursOf(
  vips: readonly Port[],
  client: Client,
  look: Look,
): Promise<Listing<Port>> {
  const networks = [...new Set(vips.map(({ network_id: network }) => network))];
  return await findBy(
    networks,
    (network) => [['network_id', network]],
    (filter) => client.listPorts(filter, look),
  );
}

function usersOf(vip: Port, ports: readonly Port[]): readonly Port[] {
  return ports.filter(
    (one) =>
      one.id !== vip.id &&
      one.network_id === vip.network_id &&
      one.device_id !== '' &&
      ipsOf(vip).some((ip) => mayAnnounce(one, ip)),
  );
}

/**
 * Who has it: what the port is plugged into, where it is; else the user on the host that it is bound to; else the
 * only one that may use it. Where that leaves several, nobody knows, and that is no owner.
 */
function ownerOf(
  address: VipAddress,
  { vip, users }: Seen,
  { isWhole }: Pick<Listing<Port>, 'isWhole'>,
): Owner | Failure {
  if (vip.device_id !== '') return heldBy(vip.device_id);
  const { 'binding:host_id': host } = vip;
  if (host === '') return free;
  const near = typeof host === 'string' ? users.filter((one) => hostOf(one) === host) : users;
  const [only, another] = near;
  if (only !== undefined && another === undefined) return heldBy(only.device_id);
  const subject = subjectOf(address);
  if (!isWhole) return new Failure('transport', `OpenStack's answer about ${subject} breaks off`);
  if (typeof host !== 'string') return another === undefined ? free : hidden(subject, near);
  return another === undefined ? strange(subject, host) : together(subject, host, near);
}

function hostOf({ 'binding:host_id': host }: Port): string | undefined {
  return host ?? undefined;
}

function devicesIn(ports: readonly Port[]): string {
  return ports.map(({ device_id: device }) => device).join(', ');
}

function hidden(subject: string, users: readonly Port[]): Failure {
  return new Failure(
    'denied',
    `The token may not see binding:host_id of ports, without which nobody can say which of ${devicesIn(users)} has ${subject}`,
    {
      hint: 'Give the token a role that may see it (policy get_port:binding:host_id), or leave this address to keepalived alone',
    },
  );
}

function strange(subject: string, host: string): Failure {
  return new Failure('config', `${subject} is bound to host ${host}, where no port allows it`, {
    hint: 'See the allowed address pairs of the ports: openstack port list --long',
  });
}

function together(subject: string, host: string, users: readonly Port[]): Failure {
  return new Failure(
    'config',
    `${devicesIn(users)} are all on host ${host}, so nobody can say which of them has ${subject}`,
    { hint: 'Put them into a server group with the policy anti-affinity, as one host may die' },
  );
}

async function changeVip(
  { address, step, gate }: Change<VipAddress>,
  { vip, users }: Seen,
  announcing: Announcing,
): Promise<Operation> {
  const subject = subjectOf(address);
  const [ip = ''] = ipsOf(vip);
  if (step.do === 'unassign') throw notReleased(subject);
  if (step.do !== 'assign') throw new TypeError(`Nothing is attached to a virtual IP: ${step.do}`);
  const node = step.to;
  if (!users.some(({ device_id: device }) => device === node)) throw notAllowed(ip, vip, node);
  const { interface: on } = address;
  const doubt = (): string =>
    `Check that ${ip} is on ${on}, that ${on} is the port which allows it, and that OVN carries the network: with other drivers Neutron never says who announces`;
  return await createAnnouncement(
    { subject, vip: ip, interface: on, node, gate, doubt },
    announcing,
  );
}

/** Also what `preflight` says. */
export function notAllowed(ip: string, vip: Pick<Port, 'network_id'>, node: string): Failure {
  return new Failure(
    'invalid',
    `No port of instance ${node} in network ${vip.network_id} allows ${ip}, so what it announces is dropped`,
    { hint: `Allow it: openstack port set --allowed-address ip-address=${ip} PORT` },
  );
}

function notReleased(subject: string): Failure {
  return new Failure('invalid', `${subject} cannot be released by a request`, {
    hint: 'It goes where it is announced next: let another host be MASTER',
  });
}
