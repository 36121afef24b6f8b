import pRetry from 'p-retry';

import { backoffMs } from '../../core/backoff.ts';
import { isRetriable } from '../../core/failure-class.ts';
import type { FailureClass } from '../../core/failure-class.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import { sleep } from './sleep.ts';

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Ends every wait. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left: a wait that does not fit is cut short, for one last try. */
  readonly remainingMs?: () => number;
  /** How often to try at most; without it, as long as there is time. */
  readonly attempts?: number;
  /** Whether the try that failed got further than any before it: the waits begin anew then. */
  readonly gotFurther?: () => boolean;
  readonly onRetry?: (failure: Failure, delayMs: number) => void;
}

/** What the last try gets of the time that is left. With less, it would only be cut short. */
const lastTryMs = 1000;

/**
 * Runs `attempt` until it succeeds, fails for good, or time is up. How long to wait is decided by the
 * class of the failure, see `backoffMs`. A wait that does not fit into the time that is left ends early,
 * for a last try; that of a contest is not begun, and the failure is thrown.
 */
export function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const counts = new Map<FailureClass, number>();
  let isLast = false;
  return pRetry(attempt, {
    retries: (options.attempts ?? Number.POSITIVE_INFINITY) - 1,
    minTimeout: 0,
    async shouldRetry({ error }) {
      if (isLast || !isFailure(error) || !isRetriable(error.class)) return false;
      if (options.gotFurther?.() === true) counts.clear();
      const count = (counts.get(error.class) ?? 0) + 1;
      counts.set(error.class, count);
      const wait = waitAfter(error, count, options);
      if (wait === undefined) return false;
      isLast = wait.isLast;
      options.onRetry?.(error, wait.ms);
      if (wait.ms > 0) await sleep(options.clock, wait.ms, options.signal);
      return true;
    },
  });
}

interface Wait {
  readonly ms: number;
  /** Whether the try after it is the last one. */
  readonly isLast: boolean;
}

/** The wait before the next try, if there is time for one. */
function waitAfter(failure: Failure, count: number, options: RetryOptions): Wait | undefined {
  const { class: failureClass, retryAfterMs } = failure;
  const random = options.random();
  const ms = backoffMs({ failureClass, count, random, retryAfterMs });
  const remainingMs = options.remainingMs?.() ?? Number.POSITIVE_INFINITY;
  if (ms < remainingMs) return { ms, isLast: false };
  // Whoever leaves an address to another node for a while does not take it sooner for lack of time.
  if (failureClass === 'contested' && retryAfterMs !== undefined) return undefined;
  const shortened = remainingMs - lastTryMs;
  return shortened > 0 ? { ms: shortened, isLast: true } : undefined;
}
