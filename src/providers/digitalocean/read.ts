import type { Address } from '../../core/address.ts';
import { normaliseIp } from '../../core/ip.ts';
import { free, heldBy } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { asFailure, Failure, isFailure } from '../../ports/failure.ts';
import type { Readings } from '../../ports/provider.ts';
import { mostPages } from '../bounds.ts';
import { reservedIpKinds } from './address.ts';
import type { ReservedIpAddress, ReservedIpKind } from './address.ts';
import { subjectOf } from './client.ts';
import type { Client } from './client.ts';
import { unknownTo } from './failures.ts';
import type { ReservedIp } from './schema.ts';

/** Reads one address with one look-up, several of a kind page by page. */
export async function readOwners(
  client: Client,
  addresses: readonly ReservedIpAddress[],
  signal: AbortSignal,
): Promise<Readings> {
  const groups = reservedIpKinds.map((kind) =>
    addresses.filter((address) => address.kind === kind),
  );
  const readings = await Promise.all(groups.map((group) => readKind(client, group, signal)));
  return new Map(readings.flat());
}

type Entry = readonly [Address, Reading | Failure];

async function readKind(
  client: Client,
  group: readonly ReservedIpAddress[],
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length === 1) return [[first, await readOne(client, first, signal)]];
  try {
    const { found, isWhole } = await listReservedIps(client, first.kind, signal);
    const silent = group.filter(({ ip }) => found.has(ip) && found.get(ip)?.droplet === undefined);
    const told = await readSilent(client, silent, signal);
    return group.map((address) => {
      const item = found.get(address.ip);
      if (item === undefined) return [address, absent(address, isWhole)];
      return [address, told.get(address) ?? readingOf(item)];
    });
  } catch (error) {
    signal.throwIfAborted();
    const failure = asFailure(error);
    return group.map((address) => [address, failure]);
  }
}

/**
 * Addresses that a list shows without a Droplet: the list of IPv6 addresses leaves it out for free
 * ones, every list for a token that cannot see Droplets. Looking one of them up tells which it is.
 */
async function readSilent(
  client: Client,
  silent: readonly ReservedIpAddress[],
  signal: AbortSignal,
): Promise<Readings> {
  const [first] = silent;
  if (first === undefined) return new Map();
  const reading = await readOne(client, first, signal);
  const others = isFailure(reading) ? reading : { owner: free, pending: false };
  return new Map(silent.map((address) => [address, address === first ? reading : others]));
}

async function readOne(
  client: Client,
  { kind, ip }: ReservedIpAddress,
  signal: AbortSignal,
): Promise<Reading | Failure> {
  try {
    return readingOf(await client.getReservedIp(kind, ip, signal));
  } catch (error) {
    signal.throwIfAborted();
    return asFailure(error);
  }
}

export interface ReservedIps {
  /** By normalised IP. */
  readonly found: ReadonlyMap<string, ReservedIp>;
  /** Whether that is all of them. */
  readonly isWhole: boolean;
}

/** The reserved IPs of the account, up to the first page that has nothing new. */
export async function listReservedIps(
  client: Client,
  kind: ReservedIpKind,
  signal: AbortSignal,
): Promise<ReservedIps> {
  const found = new Map<string, ReservedIp>();
  let isWhole = true;
  for (let page = 1; page <= mostPages; page += 1) {
    const before = found.size;
    const listed = await client.listReservedIps(kind, page, signal);
    for (const item of listed.items) found.set(normaliseIp(item.ip) ?? item.ip, item);
    isWhole &&= listed.isWhole;
    if (listed.last) return { found, isWhole };
    if (found.size === before) break;
  }
  return { found, isWhole: false };
}

function absent(address: ReservedIpAddress, isWhole: boolean): Failure {
  const subject = subjectOf(address);
  if (isWhole) return unknownTo(subject);
  return new Failure(
    'transport',
    `DigitalOcean's list does not end, or not all of it makes sense, and ${subject} is not in the rest`,
  );
}

function readingOf({ ip, droplet, locked }: ReservedIp): Reading | Failure {
  if (droplet === undefined) {
    return new Failure('denied', `The token cannot see which Droplet holds ${ip}`, {
      hint: 'Give the token the scope droplet:read',
    });
  }
  return {
    owner: droplet === null ? free : heldBy(droplet.id, droplet.name),
    pending: locked === true,
  };
}
