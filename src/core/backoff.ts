import type { FailureClass } from './failure-class.ts';

/**
 * The longest that a takeover waits because a cloud asks it to, before it tries or looks again. The
 * watcher's looks wait for up to {@link longestIntervalMs}. Milliseconds.
 */
export const longestAskedWaitMs = 30_000;

const busyScheduleMs = [500, 1000, 1000, 2000, 2000, 3000] as const;

export interface BackoffQuestion {
  readonly failureClass: FailureClass;
  /** How many failures of this class came in this run, this one included: 1 or more. */
  readonly count: number;
  /** A number from 0 (included) to 1 (excluded), for the jitter. */
  readonly random: number;
  /** What the cloud asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * How long to wait before the next try, in milliseconds.
 *
 * - `throttled`: what the cloud asks for, up to 30 s, else up to 1 s doubling to 30 s, full jitter; a cloud that asks for
 *   next to nothing and refuses all the same gets 0 0.25 0.5 1 1… s
 * - `busy`: 0.5 1 1 2 2 3 3… s
 * - `transport`, `ambiguous`: at once, then up to 0.25 s doubling to 5 s, full jitter
 * - `contested`: what is asked for, else up to 1 s doubling to 60 s, full jitter
 * - `stale`, `clock`, `credentials`: at once, then as `busy`
 */
export function backoffMs({ failureClass, count, random, retryAfterMs }: BackoffQuestion): number {
  switch (failureClass) {
    case 'throttled':
      if (retryAfterMs !== undefined) return askedMs(retryAfterMs, count);
      return random * Math.min(1000 * 2 ** (count - 1), 30_000);
    case 'contested':
      return retryAfterMs ?? random * Math.min(1000 * 2 ** (count - 1), 60_000);
    case 'busy':
      return busyMs(count);
    case 'transport':
    case 'ambiguous':
      return count === 1 ? 0 : random * Math.min(250 * 2 ** (count - 2), 5000);
    default:
      return count === 1 ? 0 : busyMs(count - 1);
  }
}

/** `Retry-After: 0`, or a moment that a clock says is over, would have requests follow each other without a pause. */
function askedMs(retryAfterMs: number, count: number): number {
  const leastMs = count === 1 ? 0 : Math.min(250 * 2 ** (count - 2), 1000);
  return Math.min(Math.max(retryAfterMs, leastMs), longestAskedWaitMs);
}

function busyMs(count: number): number {
  return busyScheduleMs[Math.min(count, busyScheduleMs.length) - 1] ?? 3000;
}

/** The longest that an interval gets, however often what is done at it fails. Milliseconds. */
export const longestIntervalMs = 60_000;

/** An interval that gets twice as long with every failure in a row. */
export function lengthened(intervalMs: number, failures: number): number {
  return Math.min(intervalMs * 2 ** failures, longestIntervalMs);
}

/** The wait before the next look at a change that the cloud accepted: 100 ms, growing to 1 s. */
export function nextPollMs(previousMs: number | undefined): number {
  return previousMs === undefined ? 100 : Math.min(previousMs * 1.6, 1000);
}
