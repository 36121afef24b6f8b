import { expect, it } from 'vitest';

import { createRequestBudget } from '../../src/watch/request-budget.ts';
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
  const budget = createRequestBudget(clock);
  const limits = { 'ratelimit-limit': '100', 'ratelimit-remaining': '3', 'ratelimit-reset': reset };
  budget.note('digitalocean', { ...limits, date });
  const pass = (ms: number): Promise<void> =>
    time.run(new Promise<void>((resolve) => time.after(ms, resolve)));
  await pass(59_000);
  expect(budget.allowsReading('digitalocean')).toBe(false);
  await pass(1000);
  expect(budget.allowsReading('digitalocean')).toBe(true);
});

const low = { 'ratelimit-limit': '100', 'ratelimit-remaining': '3', date };

/** For how long nothing is read, where the first answer or all of them say that requests run low. */
async function quietFor(
  headers: Readonly<Record<string, string>>,
  times: number,
): Promise<number[]> {
  const time = new FakeClock();
  const clock = {
    now: () => time.now(),
    wall: () => Date.parse(date),
    after: () => () => undefined,
  };
  const budget = createRequestBudget(clock);
  const waits: number[] = [];
  for (let look = 0; look < times; look += 1) {
    budget.note('digitalocean', headers);
    const from = time.now();
    while (!budget.allowsReading('digitalocean')) {
      await time.run(new Promise<void>((resolve) => time.after(1000, resolve)));
    }
    waits.push(time.now() - from);
  }
  return waits;
}

const inHalfAnHour = String(Date.parse(date) / 1000 + 1800);

it('believes an answer for a minute, and the next one that says the same until its end', async () => {
  const waits = await quietFor({ ...low, 'ratelimit-reset': inHalfAnHour }, 3);
  expect(waits).toEqual([60_000, 1_800_000, 1_800_000]);
});

it('believes what cannot be for a minute, however often it is said', async () => {
  const waits = await quietFor({ ...low, 'ratelimit-reset': '4102444800' }, 3);
  expect(waits).toEqual([60_000, 60_000, 60_000]);
});

it.each(['', 'soon', '-1', '1e300', '99999999999999999999'])(
  'does not wait for an end that is none: %j',
  async (end) => {
    expect(await quietFor({ ...low, 'ratelimit-reset': end }, 2)).toEqual([0, 0]);
  },
);

it.each([
  { 'ratelimit-remaining': '1e400' },
  { 'ratelimit-remaining': '-5' },
  { 'ratelimit-limit': '<html>' },
])('counts nothing that is no number: %o', (odd) => {
  const budget = createRequestBudget(new FakeClock());
  expect(budget.note('digitalocean', { ...low, 'ratelimit-reset': inHalfAnHour, ...odd })).toBe(
    undefined,
  );
  expect(budget.allowsReading('digitalocean')).toBe(true);
});
