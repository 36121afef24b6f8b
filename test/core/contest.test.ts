import { describe, expect, it } from 'vitest';

import { coolOffLeftMs, isContested, lose } from '../../src/core/contest.ts';
import type { Contest } from '../../src/core/contest.ts';

/** How long each of so many losses in a row makes the node wait, a minute apart. */
function coolOffs(losses: number, random: number): number[] {
  let contest: Contest | undefined;
  return Array.from({ length: losses }, (_, index) => {
    const nowMs = index * 60_000;
    contest = lose(contest, { nowMs, random });
    return contest.notBeforeMs - nowMs;
  });
}

describe('lose()', () => {
  it('waits up to 1 s, twice as long with every loss, a minute at most', () => {
    const longest = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000];
    expect(coolOffs(8, 1)).toEqual(longest);
    expect(coolOffs(8, 0.5)).toEqual(longest.map((ms) => ms / 2));
    expect(coolOffs(8, 0)).toEqual(longest.map(() => 0));
  });

  it('begins again when nothing was lost for three minutes', () => {
    const first = lose(undefined, { nowMs: 0, random: 1 });
    expect(lose(first, { nowMs: 179_999, random: 1 }).losses).toBe(2);
    expect(lose(first, { nowMs: 180_000, random: 1 }).losses).toBe(1);
  });
});

describe('coolOffLeftMs()', () => {
  const contest = { losses: 7, lostAtMs: 100_000, notBeforeMs: 140_000 };

  it.each([
    ['right after the loss', 100_000, 40_000],
    ['later', 139_000, 1000],
    ['when it is over', 140_000, 0],
    ['long after', 900_000, 0],
    ['after the clock was set back a little', 90_000, 50_000],
    ['after the clock was set back by an hour', -3_500_000, 0],
  ])('%s', (_when, nowMs, leftMs) => {
    expect(coolOffLeftMs(contest, nowMs)).toBe(leftMs);
  });
});

describe('isContested()', () => {
  it.each([
    [undefined, 0, false],
    [lose(undefined, { nowMs: 0, random: 0 }), 179_999, true],
    [lose(undefined, { nowMs: 0, random: 0 }), 180_000, false],
    // The clock was set back.
    [lose(undefined, { nowMs: 0, random: 0 }), -1000, true],
    [lose(undefined, { nowMs: 0, random: 0 }), -180_000, false],
  ])('%o at %i ms', (contest, nowMs, contested) => {
    expect(isContested(contest, nowMs)).toBe(contested);
  });
});
