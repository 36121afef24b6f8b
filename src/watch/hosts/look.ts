import type { Address } from '../../core/address.ts';
import type { Reading } from '../../core/owner.ts';
import { withTimeout } from '../../lib/time/deadline.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import { readingIn } from '../../ports/provider.ts';
import type { Readings } from '../../ports/provider.ts';
import type { Connection } from '../../providers/connection.ts';
import type { FleetTools } from './fleet-tools.ts';

export interface LookOptions {
  readonly addresses: readonly Address[];
  readonly connection: Connection;
  readonly tools: FleetTools;
  /** Whether what is seen is still of interest. */
  readonly isStill: () => boolean;
}

/** A look may take as long as a few requests that nobody answers, and some for each page of addresses. */
const longestInRequests = 3;
const addressesInRequest = 200;

/**
 * Looks at all addresses, and keeps what it sees. Returns why the cloud could not be read, if it could not. All at
 * once: clouds list them page by page from the first on, whichever are asked for.
 */
export async function lookAtAll(options: LookOptions): Promise<Failure | undefined> {
  const { connection, tools, isStill } = options;
  const { session, takeovers, readingCache } = tools;
  const addresses = options.addresses.filter((address) => !takeovers.isRunning(address));
  if (addresses.length === 0) return undefined;
  const from = session.clock.now();
  const readings = await read(addresses, connection, tools);
  if (!isStill()) return undefined;
  for (const address of addresses) {
    // A takeover that has begun meanwhile knows better.
    if (takeovers.hasRunSince(address, from)) continue;
    readingCache.note(address, isFailure(readings) ? readings : readingIn(readings, address));
  }
  if (isFailure(readings)) return readings;
  return worstOf(addresses.map((address) => readingIn(readings, address)));
}

/** A cloud that wants fewer requests means all of them; one that lacks an address does not lack the others. */
function worstOf(readings: readonly (Reading | Failure)[]): Failure | undefined {
  const failures = readings.filter((one) => isFailure(one));
  const throttled = failures.find((one) => one.class === 'throttled');
  return throttled ?? failures.find((one) => !isFailure(one, 'missing', 'invalid')) ?? failures[0];
}

async function read(
  addresses: readonly Address[],
  { provider }: Connection,
  { session, signal: parent }: FleetTools,
): Promise<Readings | Failure> {
  const { clock, config } = session;
  const requests = longestInRequests + addresses.length / addressesInRequest;
  const ms = config.timing.requestMs * requests;
  const onTimeout = (): Failure => new Failure('transport', `No answer within ${ms / 1000} s`);
  try {
    return await withTimeout({ clock, ms, parent, onTimeout }, (signal) =>
      provider.read(addresses, signal),
    );
  } catch (error) {
    parent.throwIfAborted();
    if (isFailure(error)) return error;
    throw error;
  }
}
