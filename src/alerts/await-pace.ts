import { sleep } from '../lib/time/sleep.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pace } from './channel.ts';

export interface PaceOptions {
  readonly pace: Pace;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Waits until one more message may go, by when the last ones went, whichever process sent them. Returns when
 * it goes. Milliseconds since 1970.
 */
export async function waitForPace(
  sentAt: readonly number[],
  { pace, clock, signal }: PaceOptions,
): Promise<number> {
  const { most, withinMs } = pace;
  const now = clock.wall();
  // A clock that was set back says nothing of when they went.
  const recent = sentAt.filter((at) => at <= now && now - at < withinMs).slice(-most);
  const [oldest = now] = recent;
  const waitMs = recent.length < most ? 0 : oldest + withinMs - now;
  if (waitMs > 0) await sleep(clock, waitMs, signal);
  return clock.wall();
}
