import { expect, it } from 'vitest';

import { longestGapMs, lostAmong } from './answers.ts';

it('measures a gap from one answer to the next, whoever gives them', () => {
  const answers = [
    { beganMs: 100, by: 'lb1' },
    { beganMs: 105, by: null },
    { beganMs: 110, by: null },
    { beganMs: 115, by: 'lb2' },
    { beganMs: 120, by: 'lb2' },
  ];
  expect(longestGapMs(answers)).toBe(15);
});

it('does not mind in which order answers come in', () => {
  const answers = [
    { beganMs: 130, by: 'lb2' },
    { beganMs: 100, by: 'lb1' },
    { beganMs: 110, by: 'lb1' },
  ];
  expect(longestGapMs(answers)).toBe(20);
});

it('knows of no gap where nobody answered twice', () => {
  expect(longestGapMs([{ beganMs: 100, by: 'lb1' }])).toBe(0);
});

it('counts what got no answer, told or not yet, between what did', () => {
  const answers = [
    { number: 7, by: 'lb2' },
    { number: 3, by: 'lb1' },
    { number: 4, by: null },
    { number: 8, by: null },
  ];
  expect(lostAmong(answers)).toBe(3);
  expect(lostAmong([{ number: 1, by: null }])).toBe(0);
});
