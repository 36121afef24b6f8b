import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { backoffMs, lengthened, longestAskedWaitMs, nextPollMs } from '../../src/core/backoff.ts';
import type { FailureClass } from '../../src/core/failure-class.ts';

function schedule(failureClass: FailureClass, random: number): number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((count) => backoffMs({ failureClass, count, random }));
}

const almostOne = 1 - Number.EPSILON;

describe('backoffMs()', () => {
  it.each([
    ['busy', [500, 1000, 1000, 2000, 2000, 3000, 3000, 3000]],
    ['transport', [0, 250, 500, 1000, 2000, 4000, 5000, 5000]],
    ['ambiguous', [0, 250, 500, 1000, 2000, 4000, 5000, 5000]],
    ['throttled', [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]],
    ['stale', [0, 500, 1000, 1000, 2000, 2000, 3000, 3000]],
    ['clock', [0, 500, 1000, 1000, 2000, 2000, 3000, 3000]],
  ] as const)('%s grows up to its cap', (failureClass, expected) => {
    expect(schedule(failureClass, almostOne).map(Math.round)).toEqual(expected);
  });

  it('waits exactly what the cloud asks for', () => {
    const question = { failureClass: 'throttled', count: 5, random: 0.9 } as const;
    expect(backoffMs({ ...question, retryAfterMs: 1234 })).toBe(1234);
  });

  it('does not hammer a cloud that asks for no wait and refuses all the same', () => {
    const waits = [1, 2, 3, 4, 5].map((count) =>
      backoffMs({ failureClass: 'throttled', count, random: 0, retryAfterMs: 0 }),
    );
    expect(waits).toEqual([0, 250, 500, 1000, 1000]);
  });

  it.each([86_400_000, 1e303, Infinity])('waits no longer than that, not %f ms', (retryAfterMs) => {
    const question = { failureClass: 'throttled', count: 1, random: 0.9 } as const;
    expect(backoffMs({ ...question, retryAfterMs })).toBe(longestAskedWaitMs);
  });

  it('uses all of the range below the cap for jitter, and nothing above it', () => {
    const property = fc.property(
      fc.nat(20),
      fc.double({ min: 0, max: almostOne, noNaN: true }),
      (n, random) => {
        const question = { failureClass: 'transport', count: n + 1 } as const;
        const cap = backoffMs({ ...question, random: almostOne });
        const delay = backoffMs({ ...question, random });
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(cap);
      },
    );
    fc.assert(property);
    expect(schedule('transport', 0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('nextPollMs()', () => {
  it('begins with 100 ms and grows to a second', () => {
    const waits = [nextPollMs(undefined)];
    for (let poll = 0; poll < 7; poll += 1) waits.push(nextPollMs(waits.at(-1)));
    expect(waits.map(Math.round)).toEqual([100, 160, 256, 410, 655, 1000, 1000, 1000]);
  });
});

it.each([
  [10_000, 0, 10_000],
  [10_000, 1, 20_000],
  [10_000, 2, 40_000],
  [10_000, 3, 60_000],
  [120_000, 1, 60_000],
])('lengthened(): %i ms after %i failures is %i ms', (intervalMs, failures, ms) => {
  expect(lengthened(intervalMs, failures)).toBe(ms);
});
