import { isListedById } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { asFailure, isFailure } from '../ports/failure.ts';
import type { Readings } from '../ports/provider.ts';
import { perCloud } from './per-cloud.ts';
import type { CloudContext } from './per-cloud.ts';
import type { Session } from './session.ts';

/**
 * The addresses, with the IPs of those that the config lists by their id. Where the cloud does not
 * say one in time, that address stays as it is. At least half of the time that a command has is left
 * for what it is about.
 */
export async function learnIps(
  addresses: readonly Address[],
  deadlineMs: number,
  session: Session,
): Promise<readonly Address[]> {
  const unknown = addresses.filter(isListedById);
  const job = {
    addresses: unknown,
    deadlineMs: Math.min(session.config.timing.requestMs, deadlineMs / 2),
    cause: 'look',
    work: readContext,
    whenFailed: nothing,
  };
  const parts = await perCloud(job, session).catch((error: unknown) => {
    asFailure(error);
    return [];
  });
  return addresses.map((address) => {
    const reading = parts.find((part) => part.has(address))?.get(address);
    const ip = reading === undefined || isFailure(reading) ? undefined : reading.ip;
    return ip === undefined ? address : { ...address, ip };
  });
}

function readContext({ connection, addresses, runOptions }: CloudContext): Promise<Readings> {
  return connection.provider.read(addresses, runOptions.deadline.signal);
}

function nothing(): Readings {
  return new Map();
}
