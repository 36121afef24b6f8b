import type { Address } from '../../core/address.ts';
import { free, heldBy } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { asFailure, isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import type { Readings } from '../../ports/provider.ts';
import type { FloatingIpAddress } from './address.ts';
import type { Client } from './client.ts';
import { agreeing, findFloatingIps, isOf, subjectOf } from './find.ts';
import type { KnownIds } from './known-ids.ts';
import type { FloatingIp } from './schema.ts';

export interface Project {
  readonly client: Client;
  readonly ids: KnownIds;
}

/** Reads one address with one look-up where its id is known, and several page by page. */
export async function readOwners(
  project: Project,
  addresses: readonly FloatingIpAddress[],
  signal: AbortSignal,
): Promise<Readings> {
  if (addresses.length === 0) return new Map();
  try {
    const found = await look(project, addresses, signal);
    return new Map(
      [...found].map(([address, item]) => [
        address,
        isFailure(item) ? item : readingOf(address, item),
      ]),
    );
  } catch (error) {
    signal.throwIfAborted();
    const failure = asFailure(error);
    return new Map<Address, Failure>(addresses.map((address) => [address, failure]));
  }
}

type Looked = readonly (readonly [FloatingIpAddress, FloatingIp | Failure])[];

async function look(
  project: Project,
  addresses: readonly FloatingIpAddress[],
  signal: AbortSignal,
): Promise<Looked> {
  const [first, ...others] = addresses;
  if (first !== undefined && others.length === 0) {
    const found = await lookUp(project, first, signal);
    if (found !== undefined) return [[first, found]];
  }
  const found = [...(await findFloatingIps(project.client, addresses, signal))];
  project.ids.learn(
    found.flatMap(([address, item]) => (isFailure(item) ? [] : [[address, item] as const])),
  );
  return found;
}

/** By its id; nothing where that is not known, or was that of another one. Throws only when aborted. */
async function lookUp(
  { client, ids }: Project,
  address: FloatingIpAddress,
  signal: AbortSignal,
): Promise<FloatingIp | Failure | undefined> {
  const id = ids.idOf(address);
  if (id === undefined) return undefined;
  try {
    const found = await client.getFloatingIp({ id, subject: subjectOf(address) }, signal);
    if (isOf(address, found) || address.id !== undefined) return agreeing(address, found);
  } catch (error) {
    signal.throwIfAborted();
    const failure = asFailure(error);
    if (failure.class !== 'missing' || address.id !== undefined) return failure;
  }
  ids.forget(address);
  return undefined;
}

function readingOf({ ip }: FloatingIpAddress, found: FloatingIp): Reading {
  const owner = found.server === null ? free : heldBy(found.server);
  return { owner, pending: false, ...(ip === undefined ? { ip: found.ip } : {}) };
}
