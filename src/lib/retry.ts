import pRetry from 'p-retry';

import { backoffMs } from '../core/backoff.ts';
import { isRetriable } from '../core/failure-class.ts';
import type { FailureClass } from '../core/failure-class.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { isFailure } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import { sleep } from './sleep.ts';

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Ends every wait. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left: a wait that does not fit is not begun, the failure is thrown. */
  readonly remainingMs?: () => number;
  /** How often to try at most; without it, as long as there is time. */
  readonly attempts?: number;
  readonly onRetry?: (failure: Failure, delayMs: number) => void;
}

/**
 * Runs `attempt` until it succeeds, fails for good, or the next wait does not fit into the time
 * that is left. How long to wait is decided by the class of the failure, see `backoffMs`.
 */
export function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const counts = new Map<FailureClass, number>();
  return pRetry(attempt, {
    retries: (options.attempts ?? Number.POSITIVE_INFINITY) - 1,
    minTimeout: 0,
    async shouldRetry({ error }) {
      if (!isFailure(error) || !isRetriable(error.class)) return false;
      const count = (counts.get(error.class) ?? 0) + 1;
      counts.set(error.class, count);
      return await waitIfTimeIsLeft(error, count, options);
    },
  });
}

/** Whether there is time for the wait, and then the wait. */
async function waitIfTimeIsLeft(
  failure: Failure,
  count: number,
  options: RetryOptions,
): Promise<boolean> {
  const { class: failureClass, retryAfterMs } = failure;
  const random = options.random();
  const delayMs = backoffMs({ failureClass, count, random, retryAfterMs });
  if (delayMs >= (options.remainingMs?.() ?? Number.POSITIVE_INFINITY)) return false;
  options.onRetry?.(failure, delayMs);
  if (delayMs > 0) await sleep(options.clock, delayMs, options.signal);
  return true;
}
