import { expect, it } from 'vitest';

import { percentilesOf } from '../../src/core/percentiles.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

it.each([
  [[7], { count: 1, min: 7, p50: 7, p90: 7, p99: 7, max: 7 }],
  [[3, 1, 2], { count: 3, min: 1, p50: 2, p90: 3, p99: 3, max: 3 }],
  [upTo(100).toReversed(), { count: 100, min: 1, p50: 50, p90: 90, p99: 99, max: 100 }],
  [upTo(10), { count: 10, min: 1, p50: 5, p90: 9, p99: 10, max: 10 }],
])('the percentiles of %j', (values, spread) => {
  expect(percentilesOf(values)).toEqual(spread);
});

it('are none without a value', () => {
  expect(percentilesOf([])).toBeUndefined();
});
