import type { Clock } from '../ports/clock.ts';

/** Bounds how many leases this host gives away within a minute for the sake of balance. */
export interface MovesBudget {
  /** Takes one, if there is one left. */
  take(perMinute: number): boolean;
}

const minuteMs = 60_000;

export function createMovesBudget(clock: Pick<Clock, 'now'>): MovesBudget {
  let taken: readonly number[] = [];
  return {
    take(perMinute) {
      taken = taken.filter((at) => at > clock.now() - minuteMs);
      if (taken.length >= perMinute) return false;
      taken = [...taken, clock.now()];
      return true;
    },
  };
}
