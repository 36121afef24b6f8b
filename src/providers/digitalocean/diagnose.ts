import type { Step } from '../../core/plan.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import { surely } from '../surely.ts';
import type { Account } from '../token-api.ts';
import type { ReservedIpAddress } from './address.ts';
import type { Client } from './client.ts';
import { unknownTo } from './failures.ts';
import { listReservedIps } from './read.ts';
import type { Droplet, ReservedIp } from './schema.ts';

export interface Refused {
  readonly address: ReservedIpAddress;
  readonly step: Step;
  /** What DigitalOcean said. */
  readonly failure: Failure;
}

export interface Witness {
  readonly account: Account;
  readonly client: Client;
  readonly signal: AbortSignal;
}

/**
 * Finds out what a 422 without "pending event", or a 404, meant. DigitalOcean answers 422 when the
 * Droplet already has a reserved IP, this very one included (flipop AssignIP), when something is
 * locked, and for what can never work; 404 for an unknown address and an unknown Droplet alike.
 * Returns the failure that is worth acting on.
 */
export async function diagnose(refused: Refused, witness: Witness): Promise<Failure> {
  const { address, step, failure } = refused;
  const { client, signal } = witness;
  const look = (): Promise<ReservedIp> => client.getReservedIp(address.kind, address.ip, signal);
  const found = await surely(look).catch((error) => {
    // A 422 is about an address that is there.
    if (failure.class !== 'stale' || !isFailure(error, 'missing')) throw error;
    throw new Failure('transport', error.message, { cause: error });
  });
  if (found.locked === true) return new Failure('busy', `${failure.message} (locked)`);
  const wanted = step.do === 'assign' ? step.to : undefined;
  if (found.droplet !== undefined && found.droplet?.id === wanted) {
    return new Failure('stale', failure.message);
  }
  if (wanted === undefined) return unexplained(failure);
  return await diagnoseDroplet(wanted, { refused, found, witness });
}

interface Findings {
  readonly refused: Refused;
  readonly found: ReservedIp;
  readonly witness: Witness;
}

async function diagnoseDroplet(
  id: string,
  { refused: { address, failure }, found, witness }: Findings,
): Promise<Failure> {
  const obstacle = await obstacleAt(id, { address, found, witness });
  if (obstacle === undefined) return unexplained(failure);
  if (obstacle.class !== 'busy') return obstacle;
  return new Failure('busy', `${failure.message} (${obstacle.message})`);
}

export interface Asked extends Pick<Findings, 'found' | 'witness'> {
  readonly address: ReservedIpAddress;
}

/** Why a Droplet cannot have a reserved IP, as far as looking at both tells. */
export async function obstacleAt(
  id: string,
  { address, found, witness }: Asked,
): Promise<Failure | undefined> {
  const droplet = await lookUpDroplet(id, witness);
  if (droplet === undefined) return unknownTo(`Droplet ${id}`);
  if (droplet.locked === true || droplet.status === 'new') {
    return new Failure('busy', `Droplet ${id} is ${droplet.status ?? 'locked'}`);
  }
  const apart = regionsApart(found, droplet);
  if (apart !== undefined) return apart;
  const other = await otherReservedIp(address, id, witness);
  return other === undefined ? undefined : occupied(id, other);
}

/** A 422 may be for a reason that only DigitalOcean knows. What a 404 says is not there has just been seen. */
function unexplained({ class: failureClass, message }: Failure): Failure {
  return new Failure(failureClass === 'missing' ? 'transport' : 'invalid', message);
}

async function lookUpDroplet(
  id: string,
  { account, signal }: Witness,
): Promise<Droplet | undefined> {
  const { getDroplet } = await import('./sdk.ts');
  try {
    return await surely(() => getDroplet(account, id, signal));
  } catch (error) {
    if (isFailure(error, 'missing')) return undefined;
    throw error;
  }
}

export function regionsApart(reservedIp: ReservedIp, droplet: Droplet): Failure | undefined {
  const here = droplet.region?.slug;
  const there = reservedIp.region?.slug ?? reservedIp.region_slug ?? undefined;
  if (here === undefined || there === undefined || here === there) return undefined;
  return new Failure(
    'invalid',
    `${reservedIp.ip} belongs to region ${there}, Droplet ${droplet.id} is in ${here}`,
    { hint: `A reserved IP never leaves its region: reserve one in ${here}` },
  );
}

async function otherReservedIp(
  { kind, ip }: ReservedIpAddress,
  droplet: string,
  { client, signal }: Witness,
): Promise<string | undefined> {
  const { found } = await surely(() => listReservedIps(client, kind, signal));
  const held = [...found].find(([listed, item]) => item.droplet?.id === droplet && listed !== ip);
  return held?.[0];
}

function occupied(droplet: string, other: string): Failure {
  return new Failure(
    'invalid',
    `Droplet ${droplet} already has reserved IP ${other}, and one is all it can have`,
    { hint: `Give that one away first: floatip release ${other} --from ${droplet}` },
  );
}
