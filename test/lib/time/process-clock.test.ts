import { spawnSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { readProcess, tickMs } from '../../../src/lib/processes/process-start.ts';
import { kernelTime } from '../../../src/lib/time/kernel-time.ts';
import { createProcessClock } from '../../../src/lib/time/process-clock.ts';

/** A host as one of its processes sees it. All in milliseconds. */
interface Times {
  monotonic: number;
  uptime: number | undefined;
}

const day = 86_400_000;

/** `late` is how much later than the process was dated Node looked at the other clock. */
function clockOf(times: Times, processMs: number, late = 0): () => number {
  return createProcessClock({
    monotonicMs: () => times.monotonic,
    uptimeMs: () => times.uptime,
    anchor: { processMs, monotonicMs: times.monotonic + late, withinMs: late },
  });
}

describe('createProcessClock()', () => {
  it('tells ticks since the boot, as processes are dated', () => {
    const times = { monotonic: 5_000_123, uptime: 5_000_120 };
    const ticks = clockOf(times, 5_000_120);
    expect(ticks()).toBe(500_012);
    times.monotonic += 1000;
    times.uptime += 1000;
    expect(ticks()).toBe(500_112);
  });

  it.each([
    ['counts from the start of a container', 60_000],
    ['is that of another host', day * 3000],
    ['is not there', undefined],
  ])('does not believe an uptime that %s', (_what, uptime) => {
    const times: Times = { monotonic: day, uptime };
    const ticks = clockOf(times, day);
    expect(ticks()).toBe(day / tickMs);
    times.monotonic += 50;
    expect(ticks()).toBe(day / tickMs + 5);
  });

  it('follows an uptime that it believes ahead, as after a sleep of the host', () => {
    const times: Times = { monotonic: day, uptime: day };
    const ticks = clockOf(times, day);
    ticks();
    times.uptime = day + 3_600_000;
    times.monotonic += 1000;
    expect(ticks()).toBe((day + 3_600_000) / tickMs);
  });

  it.each([
    ['falls back', 60_000],
    ['breaks', undefined],
  ])('never goes back, and goes on, when an uptime that it believes %s', (_what, uptime) => {
    const times: Times = { monotonic: day, uptime: day + 90 };
    const ticks = clockOf(times, day);
    expect(ticks()).toBe(day / tickMs + 9);
    times.uptime = uptime;
    expect(ticks()).toBe(day / tickMs + 9);
    times.monotonic += 1000;
    expect(ticks()).toBe(day / tickMs + 100);
  });

  it.each([
    ['where uptime says so, exactly', day + 7 * day, 1000, 0],
    ['where uptime does not, as exactly as Node knows when it started', 60_000, 90, 9],
  ])('counts the time that the host has slept before: %s', (_what, uptime, late, lateTicks) => {
    const times = { monotonic: day, uptime };
    expect(clockOf(times, 8 * day, late)()).toBe((8 * day) / tickMs - lateTicks);
  });

  it.each([9, 100, 999, 20_000])('is exact where Node noted its start %i ms late', (late) => {
    for (const uptime of [day, 60_000, undefined]) {
      expect(clockOf({ monotonic: day, uptime }, day, late)()).toBe(day / tickMs);
    }
  });

  it('agrees with how the kernel dates the processes of this host', () => {
    const ticks = createProcessClock(kernelTime());
    for (let count = 0; count < 20; count += 1) {
      const before = ticks();
      const { stdout } = spawnSync('cat', ['/proc/self/stat']);
      const after = ticks();
      const started = Number(String(stdout).split(') ')[1]?.split(' ')[19]);
      expect(started).toBeGreaterThanOrEqual(before);
      expect(started).toBeLessThanOrEqual(after);
    }
    expect(ticks()).toBeGreaterThanOrEqual(readProcess('self')?.ticks ?? Infinity);
  });
});
