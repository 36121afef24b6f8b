import type { Clock } from '../../ports/clock.ts';

export const systemClock: Clock = {
  // Not performance.now(): it loads a module of its own, a millisecond before the first request.
  now: () => Number(process.hrtime.bigint()) / 1e6,
  wall: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
