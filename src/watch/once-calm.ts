import type { Clock } from '../ports/clock.ts';

export interface OnceCalmOptions {
  readonly clock: Clock;
  /** Whether there is something to do that must not be held up. */
  readonly isBusy: () => boolean;
  readonly pauseMs: number;
  /** For how long it waits at most. */
  readonly mostMs: number;
}

/** Returns what has some work done soon, once for all that asked for it meanwhile, and not beside what matters more. */
export function onceCalm(options: OnceCalmOptions, work: () => void): () => void {
  const { clock, isBusy, pauseMs, mostMs } = options;
  let isDue = false;
  return () => {
    if (isDue) return;
    isDue = true;
    const from = clock.now();
    const look = (): void => {
      if (isBusy() && clock.now() - from < mostMs) {
        clock.after(pauseMs, look);
        return;
      }
      isDue = false;
      work();
    };
    clock.after(pauseMs, look);
  };
}
