import { expect, it } from 'vitest';

import { outOfTurn } from './judge.ts';

const reigns = [
  { holder: 'lb1', sinceMs: 1000 },
  { holder: undefined, sinceMs: 5000 },
  { holder: 'lb2', sinceMs: 6000 },
];

it.each([
  ['by the holder', 'lb1', 2000, true],
  ['by one that knows of its lease before others', 'lb2', 5900, true],
  ['on the wire as the lease ended', 'lb1', 5100, true],
  ['by an old holder', 'lb1', 5900, false],
  ['by one that never had it', 'lb3', 6500, false],
  ['long before its lease', 'lb2', 4000, false],
])('a write %s', (_what, by, atMs, isRight) => {
  expect(outOfTurn([{ by, atMs }], reigns)).toEqual(isRight ? [] : [{ by, atMs }]);
});
