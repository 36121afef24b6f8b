import { nextPollMs } from '../core/backoff.ts';
import type { Reading } from '../core/owner.ts';
import { sleep } from '../lib/sleep.ts';
import type { Clock } from '../ports/clock.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Operation, Progress } from '../ports/provider.ts';

export interface SettleOptions {
  readonly operation: Operation;
  /** Reads the owner; throws `Failure`. */
  readonly read: () => Promise<Reading>;
  /** What the step was for. */
  readonly reached: (reading: Reading) => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** How long a finished change may take to show in the owner, before it counts as not made. */
const patienceWhenDoneMs = 5000;
/** The same for a change of which the cloud cannot tell how far it is. */
const patienceWhenUnknownMs = 15_000;

/**
 * Watches an accepted change until the owner says that it was made. The cloud's own word on the
 * change only says when to give up: `stale`, so that the caller reads and plans again.
 */
export async function settle(options: SettleOptions): Promise<Reading> {
  const { operation, reached, clock, signal } = options;
  let progress: Progress = 'running';
  let progressSince = clock.now();
  let waitMs = nextPollMs(undefined);
  for (;;) {
    await sleep(clock, waitMs, signal);
    const [latest, reading] = await Promise.all([
      operation.progress(signal),
      readOrFailure(options),
    ]);
    if (!isFailure(reading) && reached(reading)) return reading;
    if (latest !== progress) [progress, progressSince] = [latest, clock.now()];
    const gaveUp = reasonToGiveUp(progress, clock.now() - progressSince);
    if (gaveUp !== undefined && !isPending(reading)) {
      throw new Failure('stale', `The cloud's change ${operation.id} ${gaveUp}`);
    }
    waitMs = askedToWaitMs(reading) ?? nextPollMs(waitMs);
  }
}

function reasonToGiveUp(progress: Progress, forMs: number): string | undefined {
  if (progress === 'failed') return 'ended in an error';
  if (progress === 'done' && forMs >= patienceWhenDoneMs) return 'is done, but does not show';
  if (progress === 'unknown' && forMs >= patienceWhenUnknownMs) return 'cannot be seen';
  return undefined;
}

/** A look that fails is no news, unless it will fail for ever. A fresh address may be missing. */
async function readOrFailure({ read, signal }: SettleOptions): Promise<Reading | Failure> {
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    if (!isFailure(error) || isFailure(error, 'denied', 'config', 'invalid')) throw error;
    return error;
  }
}

function isPending(reading: Reading | Failure): boolean {
  return !isFailure(reading) && reading.pending;
}

function askedToWaitMs(reading: Reading | Failure): number | undefined {
  return isFailure(reading) ? reading.retryAfterMs : undefined;
}
