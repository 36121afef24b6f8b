import { expect, it } from 'vitest';

import { judge } from './bounds.ts';

const most = { settledAfterMs: 6000, untold: 0, writes: 2 };

const asked = 'lb2 after 400 ms, lb1 after 900 ms';
const calm = { extraMasters: 0, asked };

it('is content with what is allowed', () => {
  expect(() => judge({ ...most, ...calm }, most)).not.toThrow();
});

it('says what was expected, and what was seen instead', () => {
  const seen = { settledAfterMs: 7000.4, untold: 1, writes: 3, ...calm };
  expect(() => judge(seen, most)).toThrow(
    'all right 7000 ms later, not within 6000 ms; 1 times no event told of a move, at most 0; 3 writes, at most 2: lb2 after 400 ms, lb1 after 900 ms',
  );
});

it.each([
  [0, 2, 3],
  [1, 6, 7],
  [2, 10, 11],
])(
  'for %i times that a host was master in between, allows %i writes',
  (extraMasters, writes, more) => {
    const seen = { ...most, ...calm, extraMasters };
    expect(() => judge({ ...seen, writes }, most)).not.toThrow();
    expect(() => judge({ ...seen, writes: more }, most)).toThrow(
      `${more} writes, at most ${writes}`,
    );
  },
);

it('never allows a write where none is needed', () => {
  const seen = { ...most, ...calm, extraMasters: 3, writes: 1 };
  expect(() => judge(seen, { ...most, writes: 0 })).toThrow('1 writes, at most 0');
});
