import { tickMs } from './process-start.ts';

/** What tells how late it is. All in milliseconds. */
export interface TimeSources {
  /** Since some moment; it never goes back, and may stand still while the host sleeps. */
  monotonicMs(): number;
  /** One moment on both clocks: the one that dates processes, and the monotonic one. */
  readonly anchor: { readonly processMs: number; readonly monotonicMs: number };
  /** What the kernel calls its uptime, or somebody in its place. */
  uptimeMs(): number | undefined;
}

/** How late a process on a busy host may note the moment of the anchor. */
const noticedWithinMs = 1000;
/** Two readings of one clock, a moment after each other on a busy host. */
const agreedMs = 100;

/**
 * The clock that dates processes: the ticks since the kernel was started. Uptime is the same, unless lxcfs
 * puts that of a container in its place (lxc/lxcfs#189, #223), which starts processes long after it and
 * may fall back. So it is believed only where it agrees at the beginning, and only when it runs ahead: the
 * monotonic clock stands still while the host sleeps.
 *
 * Exact to a tick where the host has not slept before, which shows by the two clocks having begun
 * together, and where uptime is believed; else to two ticks.
 */
export function createProcessClock({ monotonicMs, anchor, uptimeMs }: TimeSources): () => number {
  const apartMs = apart(anchor);
  const isBelieved = Math.abs((uptimeMs() ?? Infinity) - (monotonicMs() + apartMs)) < agreedMs;
  let latestMs = 0;
  return () => {
    const uptime = isBelieved ? (uptimeMs() ?? 0) : 0;
    latestMs = Math.max(latestMs, monotonicMs() + apartMs, uptime);
    return Math.floor(latestMs / tickMs);
  };
}

/** How much longer ago the process clock began than the monotonic one: for as long as the host has slept. */
function apart({ processMs, monotonicMs }: TimeSources['anchor']): number {
  const ms = processMs - monotonicMs;
  // A tick begins before what is dated with it.
  return ms <= tickMs && ms > -noticedWithinMs ? 0 : ms + tickMs / 2;
}
