import { expect, it } from 'vitest';

import { judge } from './bounds.ts';

const most = { settledAfterMs: 6000, untold: 0, writes: 2 };

it('is content with what is allowed', () => {
  expect(() => judge(most, most)).not.toThrow();
});

it('says what was expected, and what was seen instead', () => {
  const seen = { settledAfterMs: 7000.4, untold: 1, writes: 3 };
  expect(() => judge(seen, most)).toThrow(
    'all right 7000 ms later, not within 6000 ms; 1 times no event told of a move, at most 0; 3 writes, at most 2',
  );
});
