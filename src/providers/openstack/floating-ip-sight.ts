import { free, heldBy } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Entry } from '../kind-of-address.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { FloatingIpAddress } from './address.ts';
import type { Client, Filter, Look } from './client.ts';
import { findBy, subjectOf, subjectOfAll, theOneOf } from './find.ts';
import type { FloatingIp } from './schema.ts';

/** Where a floating IP is: the port, and what has that. */
export interface Seen {
  readonly found: FloatingIp;
  /** The instance that has the port; empty where nothing has it. */
  readonly device: string;
  readonly network: string | undefined;
}

/** What was seen of floating IPs. */
export interface Sight {
  read(addresses: readonly FloatingIpAddress[], signal: AbortSignal): Promise<readonly Entry[]>;
  /** What the last look saw of one, or a look now. Throws why it cannot be seen. */
  of(address: FloatingIpAddress, signal: AbortSignal): Promise<Seen>;
}

export function createSight(client: Client): Sight {
  const seen = new Map<FloatingIpAddress, Seen>();
  const read: Sight['read'] = async (addresses, signal) => {
    const look = { subject: subjectOfAll(addresses, 'the floating IPs'), signal };
    const found = await findFloatingIps(client, addresses, look);
    const picked = addresses.map((address) => [address, theOneOf(address, found, ipsOf)] as const);
    const there = picked.flatMap(([, one]) => (isFailure(one) ? [] : [one]));
    const devices = await devicesOf(there, client, look);
    return picked.map(([address, one]): Entry => {
      if (isFailure(one)) return [address, one];
      const at = { found: one, ...devices(one) };
      seen.set(address, at);
      return [address, readingOf(address, at)];
    });
  };
  return {
    read,
    async of(address, signal) {
      const before = seen.get(address);
      if (before !== undefined) return before;
      const [[, reading] = []] = await read([address], signal);
      if (isFailure(reading)) throw reading;
      const after = seen.get(address);
      if (after !== undefined) return after;
      throw new TypeError(`${subjectOf(address)} was looked at for nothing`);
    },
  };
}

function ipsOf({ floating_ip_address: ip }: FloatingIp): readonly string[] {
  return [ip];
}

async function findFloatingIps(
  client: Client,
  addresses: readonly FloatingIpAddress[],
  look: Look,
): Promise<Listing<FloatingIp>> {
  const ids = addresses.flatMap(({ id }) => id ?? []);
  const ips = addresses.flatMap(({ id, ip }) => (id === undefined ? (ip ?? []) : []));
  const list = (filter: Filter): Promise<Listing<FloatingIp>> =>
    client.listFloatingIps(filter, look);
  const parts = await Promise.all([
    findBy(ids, (id) => [['id', id]], list),
    findBy(ips, (ip) => [['floating_ip_address', ip]], list),
  ]);
  return joined(parts);
}

/** What has the ports: said with the floating IP, where the cloud has `port_details`, else by the ports. */
async function devicesOf(
  all: readonly FloatingIp[],
  client: Client,
  look: Look,
): Promise<(found: FloatingIp) => Pick<Seen, 'device' | 'network'>> {
  const unsaid = all.flatMap(({ port_id: id, port_details: details }) =>
    id === null || typeof details?.device_id === 'string' ? [] : [id],
  );
  const { items } = await findBy(
    unsaid,
    (id) => [['id', id]],
    (filter) => client.listPorts(filter, look),
  );
  return ({ port_id: id, port_details: details }) => {
    const port = items.find((one) => one.id === id);
    const network = details?.network_id ?? port?.network_id;
    return { device: details?.device_id ?? port?.device_id ?? '', network };
  };
}

/** A port that no instance has holds the address by itself, as does one of this instance that is not the right one. */
function readingOf(address: FloatingIpAddress, at: Seen): Reading {
  const { found, device } = at;
  const { port_id: port, floating_ip_address: ip } = found;
  const reading = { pending: false, ...(address.ip === undefined ? { ip } : {}) };
  if (port === null) return { owner: free, ...reading };
  const holder = device === '' || isElsewhere(address, at) ? port : device;
  return { owner: heldBy(holder), ...reading };
}

function isElsewhere(
  { port, fixedIp, network }: FloatingIpAddress,
  { found, network: there }: Seen,
): boolean {
  return (
    (port !== undefined && port !== found.port_id) ||
    (fixedIp !== undefined && fixedIp !== found.fixed_ip_address) ||
    (network !== undefined && there !== undefined && network !== there)
  );
}
