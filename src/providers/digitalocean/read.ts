import { kinds } from '../../core/address.ts';
import type { Address, Kind } from '../../core/address.ts';
import { normaliseIp } from '../../core/ip.ts';
import { free, heldBy } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { asFailure, Failure } from '../../ports/failure.ts';
import type { Readings } from '../../ports/provider.ts';
import { subjectOf } from './client.ts';
import type { Client } from './client.ts';
import { unknownTo } from './failures.ts';
import type { ReservedIp } from './schema.ts';

/** Reads one address with one look-up, several of a kind page by page. */
export async function readOwners(
  client: Client,
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<Readings> {
  const groups = kinds.map((kind) => addresses.filter((address) => address.kind === kind));
  const readings = await Promise.all(groups.map((group) => readKind(client, group, signal)));
  return new Map(readings.flat());
}

type Entry = readonly [Address, Reading | Failure];

async function readKind(
  client: Client,
  group: readonly Address[],
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length === 1) return [[first, await readOne(client, first, signal)]];
  try {
    const found = await listReservedIps(client, first.kind, signal);
    return await Promise.all(
      group.map(
        async (address) => [address, await pick(client, { address, found }, signal)] as const,
      ),
    );
  } catch (error) {
    signal.throwIfAborted();
    const failure = asFailure(error);
    return group.map((address) => [address, failure]);
  }
}

async function pick(
  client: Client,
  { address, found }: { address: Address; found: ReadonlyMap<string, ReservedIp> },
  signal: AbortSignal,
): Promise<Reading | Failure> {
  const item = found.get(address.ip);
  if (item === undefined) return unknownTo(subjectOf(address));
  // The list of IPv6 addresses leaves out the Droplet of a free one, the single look-up does not.
  return item.droplet === undefined ? await readOne(client, address, signal) : readingOf(item);
}

async function readOne(
  client: Client,
  { kind, ip }: Address,
  signal: AbortSignal,
): Promise<Reading | Failure> {
  try {
    return readingOf(await client.getReservedIp(kind, ip, signal));
  } catch (error) {
    signal.throwIfAborted();
    return asFailure(error);
  }
}

/** All reserved IPs of the account, by normalised IP. */
export async function listReservedIps(
  client: Client,
  kind: Kind,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReservedIp>> {
  const found = new Map<string, ReservedIp>();
  for (let page = 1; ; page += 1) {
    const { items, last } = await client.listReservedIps(kind, page, signal);
    for (const item of items) found.set(normaliseIp(item.ip) ?? item.ip, item);
    if (last || items.length === 0) return found;
  }
}

function readingOf({ ip, droplet, locked }: ReservedIp): Reading | Failure {
  if (droplet === undefined) {
    return new Failure('denied', `The token cannot see which Droplet holds ${ip}`, {
      hint: 'Give the token the scope droplet:read',
    });
  }
  return { owner: droplet === null ? free : heldBy(droplet.id), pending: locked === true };
}
