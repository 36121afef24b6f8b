import type { Address } from '../core/address.ts';
import { isRetriable } from '../core/failure-class.ts';
import type { Reading } from '../core/owner.ts';
import { waitedFor } from '../lib/time/cut-short.ts';
import { retry } from '../lib/time/retry.ts';
import { asFailure, isFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import { readingIn } from '../ports/provider.ts';
import type { Readings } from '../ports/provider.ts';
import type { RunOptions } from '../takeover/run.ts';

/** For so long the addresses of which something is known wait for the others. */
const graceForOthersMs = 2000;

/**
 * Reads all addresses, and again those that could not be read for a reason that may pass: as long as
 * there is time where that goes for all of them, else for a moment. What could not be read until then
 * has that reason, not the end of the time, for its failure.
 */
export async function readWithRetries(
  addresses: readonly Address[],
  options: Pick<RunOptions, 'provider' | 'clock' | 'random' | 'deadline'>,
): Promise<Readings> {
  const { provider, clock, random, deadline } = options;
  const { signal } = deadline;
  const readings = new Map<Address, Reading | Failure>();
  let wanted = addresses;
  let until = Number.POSITIVE_INFINITY;
  let lastFailure: Failure | undefined;
  const attempt = async (): Promise<void> => {
    const latest = await provider.read(wanted, signal);
    for (const address of wanted) readings.set(address, readingIn(latest, address));
    wanted = addresses.filter((address) => mayPass(readings.get(address)));
    if (wanted.length < addresses.length) {
      until = Math.min(until, clock.now() + graceForOthersMs);
    }
    const [first] = wanted.map((address) => readings.get(address));
    if (isFailure(first)) throw first;
  };
  const remainingMs = (): number => Math.min(deadline.remainingMs(), until - clock.now());
  const onRetry = (failure: Failure): void => {
    lastFailure = failure;
  };
  try {
    await retry(attempt, { clock, random, signal, remainingMs, onRetry });
  } catch (error) {
    const latest = asFailure(error);
    const why = lastFailure ?? waitedFor(latest);
    const failure = latest.class === 'deadline' ? (why ?? latest) : latest;
    if (readings.size === 0) return new Map(addresses.map((address) => [address, failure]));
  }
  return readings;
}

function mayPass(reading: Reading | Failure | undefined): boolean {
  return isFailure(reading) && isRetriable(reading.class);
}
