import { expect, it } from 'vitest';

import { monotonicMs } from './monotonic.ts';
import { monotonicOf } from './wall-clock.ts';

it('finds a moment of the wall clock on the monotonic one', () => {
  const before = monotonicMs();
  const wall = Date.now();
  const after = monotonicMs();
  // The wall clock leaves out what goes beyond a whole millisecond.
  expect(monotonicOf(wall)).toBeGreaterThan(before - 1.5);
  expect(monotonicOf(wall)).toBeLessThan(after + 0.5);
});
