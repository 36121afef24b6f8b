import { expect, it } from 'vitest';

import { createBudget } from '../../src/app/watch/budget.ts';
import { FakeClock } from '../support/fake-clock.ts';

const date = 'Sat, 21 Nov 2026 12:00:00 GMT';
const reset = String(Date.parse(date) / 1000 + 60);

it.each([
  ['right', 0],
  ['an hour late', -3_600_000],
  ['an hour early', 3_600_000],
])('reads again when the cloud says so, with a clock that is %s', async (_what, skewMs) => {
  const time = new FakeClock();
  const clock = {
    now: () => time.now(),
    wall: () => Date.parse(date) + skewMs + time.now(),
    after: () => () => undefined,
  };
  const budget = createBudget(clock);
  const limits = { 'ratelimit-limit': '100', 'ratelimit-remaining': '3', 'ratelimit-reset': reset };
  budget.note('digitalocean', { ...limits, date });
  const pass = (ms: number): Promise<void> =>
    time.run(new Promise<void>((resolve) => time.after(ms, resolve)));
  await pass(59_000);
  expect(budget.allowsReading('digitalocean')).toBe(false);
  await pass(1000);
  expect(budget.allowsReading('digitalocean')).toBe(true);
});
