import { expect, it } from 'vitest';

import { median } from './median.ts';

it.each([
  [[], undefined],
  [[7], 7],
  [[9, 1, 5], 5],
  [[4, 3, 2, 1], 2],
])('takes %j in the middle', (values, expected) => {
  expect(median(values)).toBe(expected);
});
