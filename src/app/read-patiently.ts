import type { Address } from '../core/address.ts';
import { retry } from '../lib/retry.ts';
import { asFailure, isFailure } from '../ports/failure.ts';
import type { Readings } from '../ports/provider.ts';
import type { RunOptions } from './run.ts';

/** Reads all addresses, again while none of them could be read for a reason that may pass. */
export async function readPatiently(
  addresses: readonly Address[],
  options: Pick<RunOptions, 'provider' | 'clock' | 'random' | 'deadline'>,
): Promise<Readings> {
  const { provider, clock, random, deadline } = options;
  const { signal, remainingMs } = deadline;
  let readings: Readings = new Map();
  const attempt = async (): Promise<void> => {
    readings = await provider.read(addresses, signal);
    const failures = [...readings.values()].filter((reading) => isFailure(reading));
    if (failures.length === readings.size && failures[0] !== undefined) throw failures[0];
  };
  try {
    await retry(attempt, { clock, random, signal, remainingMs });
  } catch (error) {
    const failure = asFailure(error);
    if (readings.size === 0) return new Map(addresses.map((address) => [address, failure]));
  }
  return readings;
}
