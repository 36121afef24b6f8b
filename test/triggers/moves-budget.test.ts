import { expect, it } from 'vitest';

import { createMovesBudget } from '../../src/triggers/moves-budget.ts';

it('a budget of moves allows so many within any minute', () => {
  let now = 0;
  const budget = createMovesBudget({ now: () => now });
  expect([budget.take(2), budget.take(2), budget.take(2)]).toEqual([true, true, false]);
  now = 59_999;
  expect(budget.take(2)).toBe(false);
  now = 60_001;
  expect([budget.take(2), budget.take(2), budget.take(2)]).toEqual([true, true, false]);
});
