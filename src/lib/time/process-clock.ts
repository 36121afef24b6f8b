import { tickMs } from '../processes/process-start.ts';

/** What tells how late it is. All in milliseconds. */
export interface TimeSources {
  /** Since some moment. It never goes back, and stands still while the host sleeps. */
  monotonicMs(): number;
  readonly anchor: Anchor;
  /** What the kernel calls its uptime, or somebody in its place. */
  uptimeMs(): number | undefined;
}

/** One moment on the clock that dates processes and on the monotonic one. */
export interface Anchor {
  readonly processMs: number;
  readonly monotonicMs: number;
  /** How much later than the first the second may have been taken. */
  readonly withinMs: number;
}

/**
 * The clock that dates processes: the ticks since the kernel was started. Uptime is the same, unless lxcfs
 * puts that of a container in its place (lxc/lxcfs#189, #223), which starts processes long after it and
 * may fall back. So it is believed only where it agrees at the beginning, and only when it runs ahead, as it
 * does while the host sleeps.
 *
 * Exact to a tick where the host has not slept since it was started, and where uptime is believed. Elsewhere it
 * is late by as long as Node took to start, which is less than 0.1 s where the host is not busy.
 */
export function createProcessClock({ monotonicMs, anchor, uptimeMs }: TimeSources): () => number {
  const { apartMs, isUptimeBelieved } = compare((uptimeMs() ?? Number.NaN) - monotonicMs(), anchor);
  let latestMs = 0;
  return () => {
    const uptime = isUptimeBelieved ? (uptimeMs() ?? 0) : 0;
    latestMs = Math.max(latestMs, monotonicMs() + apartMs, uptime);
    return Math.floor(latestMs / tickMs);
  };
}

interface Comparison {
  /** How much longer ago the process clock began than the monotonic one: for as long as the host has slept. */
  readonly apartMs: number;
  readonly isUptimeBelieved: boolean;
}

/** Two looks at one clock, right after each other on a busy host. */
const agreedMs = 100;

/** `uptimeApartMs` is the same for the uptime. */
function compare(uptimeApartMs: number, { processMs, monotonicMs, withinMs }: Anchor): Comparison {
  const atLeastMs = processMs - monotonicMs;
  const canBe = (ms: number): boolean =>
    ms > atLeastMs - agreedMs && ms < atLeastMs + withinMs + agreedMs;
  const isUptimeBelieved = canBe(uptimeApartMs);
  const sleptMs = isUptimeBelieved ? uptimeApartMs : atLeastMs;
  const hasNotSlept = canBe(0) && (!isUptimeBelieved || Math.abs(uptimeApartMs) < agreedMs);
  return { apartMs: hasNotSlept ? 0 : sleptMs, isUptimeBelieved };
}
