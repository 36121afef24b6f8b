import pRetry from 'p-retry';

import { isRetriable } from '../core/failure-class.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { isFailure } from '../ports/failure.ts';

export interface RetryDeliveryOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** In all some ten minutes: a channel that is being restarted is back by then. */
const attempts = 10;
const firstWaitMs = 1000;
const longestWaitMs = 120_000;

/** Tries until a channel takes it, refuses it, or has been tried often enough. */
export function retryDelivery(
  attempt: () => Promise<void>,
  { clock, random, signal }: RetryDeliveryOptions,
): Promise<void> {
  return pRetry(attempt, {
    retries: attempts - 1,
    minTimeout: 0,
    async shouldRetry({ error, attemptNumber }) {
      if (signal.aborted || !isFailure(error) || !isRetriable(error.class)) return false;
      const doubled = firstWaitMs * 2 ** (attemptNumber - 1) * (0.5 + random());
      const ms = Math.min(Math.max(doubled, error.retryAfterMs ?? 0), longestWaitMs);
      await sleep(clock, ms, signal);
      return true;
    },
  });
}
