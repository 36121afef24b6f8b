import { readdirSync, readFileSync } from 'node:fs';

import { readProcess, tickMs } from '../processes/process-start.ts';
import type { Anchor, TimeSources } from './process-clock.ts';
import { bootShiftMs } from './time-namespace.ts';

/** The clocks as the kernel shows them to this process. */
export function kernelTime(): TimeSources {
  return { monotonicMs, uptimeMs, anchor: anchor() };
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function uptimeMs(): number | undefined {
  try {
    const [seconds] = readFileSync('/proc/uptime', 'utf8').split(' ');
    const ms = Math.round((Number(seconds) * 1000 - bootShiftMs()) / tickMs) * tickMs;
    return Number.isSafeInteger(ms) ? ms : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The kernel dates threads as well, and Node starts those of V8 right before it notes that V8 is there. The
 * process itself may be older: a script that did something else before it became Node.
 */
function anchor(): Anchor {
  const { nodeStart, v8Start } = performance.nodeTiming;
  const beganMs = monotonicMs() - performance.now();
  const ticks = threads().flatMap((id) => readProcess(`self/task/${id}`)?.ticks ?? []);
  if (ticks.length > 0) {
    const processMs = Math.min(...ticks) * tickMs;
    return { processMs, monotonicMs: beganMs + v8Start, withinMs: v8Start - nodeStart };
  }
  const processMs = (readProcess('self')?.ticks ?? 0) * tickMs;
  return { processMs, monotonicMs: beganMs + nodeStart, withinMs: scriptMs };
}

/** How long a script may have taken before it became Node. */
const scriptMs = 1000;

/** All but the first, which is the process. */
function threads(): readonly string[] {
  try {
    return readdirSync('/proc/self/task').filter((id) => id !== String(process.pid));
  } catch {
    return [];
  }
}
