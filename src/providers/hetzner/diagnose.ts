import type { Step } from '../../core/plan.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import { surely } from '../surely.ts';
import type { FloatingIpAddress } from './address.ts';
import { unknownTo } from './failures.ts';
import { subjectOf } from './find.ts';
import type { Project } from './read.ts';
import type { FloatingIp, Server } from './schema.ts';

export interface Refused {
  readonly address: FloatingIpAddress;
  /** The id that it was asked for by. */
  readonly id: string;
  readonly step: Step;
  /** What Hetzner said. */
  readonly failure: Failure;
}

/**
 * Finds out what a refusal meant: a 404 is for an unknown floating IP and an unknown server alike, and what cannot
 * be assigned mostly says no more than `invalid_input`. Returns the failure that is worth acting on.
 */
export async function diagnose(
  { address, id, step, failure }: Refused,
  project: Project,
  signal: AbortSignal,
): Promise<Failure> {
  // An unassign of what is unassigned has no code of its own (terraform-provider-hcloud#8): the owner tells.
  if (step.do !== 'assign' && failure.class === 'invalid') return failure;
  const found = await stillThere({ address, id }, project, signal);
  if (found === undefined) return outdated(address, project, failure);
  const obstacle =
    step.do === 'assign' ? await obstacleAt(step.to, { found, project, signal }) : undefined;
  return obstacle ?? unexplained(failure);
}

async function stillThere(
  { address, id }: Pick<Refused, 'address' | 'id'>,
  { client }: Project,
  signal: AbortSignal,
): Promise<FloatingIp | undefined> {
  const subject = subjectOf(address);
  return await unlessMissing(() => client.getFloatingIp({ id, subject }, signal));
}

/** An id that was found earlier may be that of a floating IP which is gone: the next look is by the IP. */
function outdated(address: FloatingIpAddress, { ids }: Project, failure: Failure): Failure {
  if (address.id !== undefined) return failure;
  ids.forget(address);
  return new Failure('stale', failure.message);
}

interface Destination {
  readonly found: FloatingIp;
  readonly project: Project;
  readonly signal: AbortSignal;
}

/** Why a server cannot have a floating IP, as far as looking at both tells. */
export async function obstacleAt(
  id: string,
  { found, project: { client }, signal }: Destination,
): Promise<Failure | undefined> {
  const server = await unlessMissing(() => client.getServer(id, signal));
  if (server === undefined) return unknownTo(`server ${id}`);
  return zonesApart(found, server);
}

function zonesApart({ ip, home_location: home }: FloatingIp, server: Server): Failure | undefined {
  const there = home?.network_zone ?? undefined;
  const place = server.location ?? server.datacenter?.location;
  const here = place?.network_zone ?? undefined;
  if (here === undefined || there === undefined || here === there) return undefined;
  return new Failure(
    'invalid',
    `${ip} belongs to network zone ${there}, server ${server.id} is in ${here}`,
    { hint: `A floating IP never leaves its network zone: make one in ${here}` },
  );
}

/** A refusal may be for a reason that only Hetzner knows. What a 404 says is not there has just been seen. */
function unexplained({ class: failureClass, message, hint }: Failure): Failure {
  return new Failure(failureClass === 'missing' ? 'transport' : failureClass, message, { hint });
}

async function unlessMissing<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await surely(look);
  } catch (error) {
    if (isFailure(error, 'missing')) return undefined;
    throw error;
  }
}
