import { expect, it } from 'vitest';

import type { Outcome } from './outcome.ts';
import { inWords, isAllWell, renderTotal } from './total.ts';

const stop = { name: 'stop', rounds: 2, passed: 2, failed: 0 };
const flap = { name: 'flap', rounds: 2, passed: 1, failed: 1 };
const well: Outcome = { scenario: 'droplets', by: 'hooks', drills: [stop], problems: [] };
const outcomes: readonly Outcome[] = [
  well,
  { scenario: 'droplets', by: 'fifo', drills: [stop, flap], problems: [] },
  { scenario: 'eip', by: 'fifo', drills: [flap], problems: ['the lab broke'] },
];

it('adds up scenarios, paths and drills, and says what was not even begun', () => {
  expect(renderTotal(outcomes, 12)).toMatchInlineSnapshot(`
    "scenario          hooks     fifo
    droplets            2/2      3/4
    eip                   -      1/2

    drill            passed
    stop                4/4
    flap                2/4

    FAILED  eip, fifo: the lab broke
    6 of 12 rounds passed, 2 failed, 4 were not done"
  `);
});

it.each([
  [{ rounds: 3, passed: 3, failed: 0 }, '3 of 3 rounds passed'],
  [{ rounds: 3, passed: 2, failed: 1 }, '2 of 3 rounds passed, 1 failed'],
  [{ rounds: 9, passed: 2, failed: 0 }, '2 of 9 rounds passed, 7 were not done'],
])('puts %j in words', (count, words) => {
  expect(inWords(count)).toBe(words);
});

it('takes all for well where each ordered round has passed, and nothing else is wrong', () => {
  expect(isAllWell([well], 2)).toBe(true);
  expect(isAllWell([well], 3)).toBe(false);
  expect(isAllWell([], 1)).toBe(false);
  expect(isAllWell([{ ...well, problems: ['A secret shows up'] }], 2)).toBe(false);
});
