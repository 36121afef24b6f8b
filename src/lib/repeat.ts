import type { Clock } from '../ports/clock.ts';

/** Calls back now, and again every `ms`, until the function that it returns is called. */
export function repeat(clock: Clock, ms: number, callback: () => void): () => void {
  let cancel = once();
  return () => cancel();

  function once(): () => void {
    callback();
    return clock.after(ms, () => {
      cancel = once();
    });
  }
}
