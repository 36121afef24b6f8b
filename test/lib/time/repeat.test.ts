import { expect, it } from 'vitest';

import { repeat, repeatSparingly } from '../../../src/lib/time/repeat.ts';
import { FakeClock } from '../../support/fake-clock.ts';

async function pass(clock: FakeClock, ms: number): Promise<void> {
  await clock.run(new Promise<void>((resolve) => clock.after(ms, resolve)));
}

it('repeat() calls back now, and again until it is told to stop', async () => {
  const clock = new FakeClock();
  const calls: number[] = [];
  const stop = repeat(clock, 100, () => calls.push(clock.now()));
  await pass(clock, 250);
  stop();
  await pass(clock, 250);
  expect(calls).toEqual([0, 100, 200]);
});

it('repeatSparingly() calls back less often the longer a call takes, within bounds', async () => {
  const clock = new FakeClock();
  const durations = [0, 1, 4, 50, 1];
  const begins: number[] = [];
  let nowMs = 0;
  const slow = { ...clockOf(clock), now: () => clock.now() + nowMs };
  const stop = repeatSparingly(slow, { leastMs: 100, mostMs: 1000, factor: 50 }, () => {
    begins.push(clock.now());
    nowMs += durations[begins.length - 1] ?? 0;
  });
  await pass(clock, 1550);
  stop();
  // 100 ms after what takes no time, and after what takes 1 ms; then 200 ms, and no more than 1000.
  expect(begins).toEqual([0, 100, 200, 400, 1400, 1500]);
});

function clockOf(clock: FakeClock): Pick<FakeClock, 'wall' | 'after'> {
  return { wall: clock.wall, after: (ms, callback) => clock.after(ms, callback) };
}
