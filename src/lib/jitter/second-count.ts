import type { Clock } from '../../ports/clock.ts';

/** Counts what happens within a second. */
export interface SecondCount {
  /** Counts one more. Whether there are still no more than so many. */
  takes(most: number): boolean;
}

const secondMs = 1000;

export function createSecondCount(clock: Pick<Clock, 'now'>): SecondCount {
  let began = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    takes(most) {
      const now = clock.now();
      if (now - began >= secondMs) {
        began = now;
        count = 0;
      }
      count += 1;
      return count <= most;
    },
  };
}
