import { expect, it } from 'vitest';

import { onceCalm } from '../../src/watch/once-calm.ts';
import { FakeClock } from '../support/fake-clock.ts';

function start(isBusy: (now: number) => boolean) {
  const clock = new FakeClock();
  const done: number[] = [];
  const options = { clock, isBusy: () => isBusy(clock.now()), pauseMs: 100, mostMs: 2000 };
  const ask = onceCalm(options, () => done.push(clock.now()));
  const pass = (ms: number) => clock.run(new Promise<void>((resolve) => clock.after(ms, resolve)));
  return { ask, pass, done };
}

it('does it once for all that asked within the pause, and again for whoever asks later', async () => {
  const { ask, pass, done } = start(() => false);
  ask();
  await pass(50);
  ask();
  await pass(200);
  expect(done).toEqual([100]);
  ask();
  await pass(200);
  expect(done).toEqual([100, 350]);
});

it('waits for the end of what must not be held up', async () => {
  const { ask, pass, done } = start((now) => now < 730);
  ask();
  await pass(3000);
  expect(done).toEqual([800]);
});

it('does not wait for ever', async () => {
  const { ask, pass, done } = start(() => true);
  ask();
  await pass(5000);
  expect(done).toEqual([2000]);
});
