import { expect, it } from 'vitest';

import { leaseDrills } from './drills.ts';
import { isWell, renderLeaseTallies } from './tally.ts';

const [drill] = leaseDrills;

function tallyOf(tookMs: number, pressure: number, rounds = 1): Parameters<typeof isWell>[0] {
  if (drill === undefined) throw new Error('There are no drills');
  const round = { tookMs, pressure, freeMs: 1, electedMs: 2, gapMs: 3, writes: 1 };
  return { drill, rounds, boundMs: 100, passed: [{ ...round, from: 'lb1', to: 'lb2' }] };
}

it.each([
  ['in time', tallyOf(90, 0.9), true, 'ok'],
  ['late on a machine that had time', tallyOf(110, 0.1), false, '1 late'],
  ['late on a busy machine', tallyOf(110, 0.9), true, 'for 90 % of the time'],
  ['one round that failed', tallyOf(90, 0.1, 2), false, '1 of 2 right'],
])('%s', (_what, tally, isGood, text) => {
  expect(isWell(tally)).toBe(isGood);
  expect(renderLeaseTallies([tally])).toContain(text);
});
