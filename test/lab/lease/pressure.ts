import { readFileSync } from 'node:fs';

import { monotonicMs } from '../monotonic.ts';

/**
 * Begins to measure for which share of the time somebody waited for a core; of 1 nothing can be said of how
 * quick anything is. 0 where the kernel does not tell.
 */
export function measurePressure(): () => number {
  const [beganMs, before] = [monotonicMs(), waitedMs()];
  return () => Math.min(1, (waitedMs() - before) / Math.max(1, monotonicMs() - beganMs));
}

function waitedMs(): number {
  try {
    const text = readFileSync('/proc/pressure/cpu', 'utf8');
    return Number(/^some .*total=(\d+)/m.exec(text)?.[1]) / 1000;
  } catch {
    return 0;
  }
}
