import type { Clock } from '../../ports/clock.ts';

/** Calls back now, and again every `ms`, until the function that it returns is called. */
export function repeat(clock: Clock, ms: number, callback: () => void): () => void {
  return again(clock, () => {
    callback();
    return ms;
  });
}

export interface Sparingly {
  readonly leastMs: number;
  readonly mostMs: number;
  /** How many times as long as the last call has taken, within these bounds. */
  readonly factor: number;
}

/** The same, less often the longer a call takes. */
export function repeatSparingly(
  clock: Clock,
  { leastMs, mostMs, factor }: Sparingly,
  callback: () => void,
): () => void {
  return again(clock, () => {
    const begin = clock.now();
    callback();
    return Math.min(mostMs, Math.max(leastMs, factor * (clock.now() - begin)));
  });
}

/** The same; the callback returns in how many milliseconds it is to be called again. */
export function again(clock: Clock, callback: () => number): () => void {
  let cancel = once();
  return () => cancel();

  function once(): () => void {
    return clock.after(callback(), () => {
      cancel = once();
    });
  }
}
