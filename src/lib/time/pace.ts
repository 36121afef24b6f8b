import type { Clock } from '../../ports/clock.ts';
import { sleep } from './sleep.ts';

/** Lets through so many a second. */
export interface Pace {
  /** Resolves when the next one may go; rejects with the signal's reason as soon as it aborts. */
  wait(signal: AbortSignal): Promise<void>;
}

const windowMs = 1000;

/** At most `perSecond` in any second, each as soon as it can be. */
export function createPace(clock: Clock, perSecond: number): Pace {
  /** When each of the last ones goes, those that still wait included; oldest first. */
  let departures: number[] = [];
  return {
    async wait(signal) {
      const now = clock.now();
      departures = departures.slice(-perSecond);
      const [oldest] = departures.length < perSecond ? [] : departures;
      const at = Math.max(now, oldest === undefined ? now : oldest + windowMs);
      departures.push(at);
      if (at > now) await sleep(clock, at - now, signal);
    },
  };
}
