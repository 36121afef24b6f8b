import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { trials } from '../support/trials.ts';
import { live, troubledMs } from './lease/election.ts';
import type { Schedule } from './lease/election.ts';
import type { Trouble } from './lease/participant.ts';
import type { Way } from './lease/road.ts';

/**
 * Hosts in an election with the real code, and an emulated etcd: messages that are late or lost, hosts that
 * stand still, sleep, are cut off, begin anew or leave, clocks that run at different speeds or are set, a leader of
 * etcd whose disk stands still, and which renews what the others let run out. At no
 * moment may a host write that does not have the lease, and in the end one host has it.
 *
 *     FLOATIP_SCHEDULES=20000 npm run unit -- lease.property
 */

const { numRuns, seed } = trials(250);

const way: fc.Arbitrary<Way> = fc.record({
  // What comes long after its sender has given up is done all the same.
  thereMs: fc.oneof(
    { weight: 12, arbitrary: fc.constant(1) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 700 }) },
    { weight: 1, arbitrary: fc.integer({ min: 700, max: 5000 }) },
  ),
  backMs: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.integer({ min: 0, max: 700 })),
  lost: fc.oneof(
    { weight: 8, arbitrary: fc.constant('never' as const) },
    fc.constantFrom('there' as const, 'back' as const),
  ),
});

/** A clock that is set back by as much as a host sleeps hides that it slept: not both at once. */
const whats: readonly (readonly Trouble['what'][])[] = [
  ['pause', 'sleep', 'cut', 'restart', 'leave', 'stale', 'deaf', 'outage', 'write', 'reload'],
  ['pause', 'step', 'cut', 'restart', 'leave', 'stale', 'deaf', 'outage', 'write', 'reload'],
];

const troubles = fc.constantFrom(...whats).chain((possible) =>
  fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: troubledMs - 6000 }),
      host: fc.nat({ max: 2 }),
      what: fc.constantFrom(...possible),
      ms: fc.integer({ min: 1, max: 6000 }),
    }),
    { maxLength: 6 },
  ),
);

const schedule: fc.Arbitrary<Schedule> = fc.record({
  leases: fc.constantFrom(['web'], ['web.0', 'web.1', 'web.2']),
  isFirstOld: fc.boolean(),
  isFailsafe: fc.boolean(),
  rates: fc.array(fc.double({ min: 0.98, max: 1.02, noNaN: true }), {
    minLength: 2,
    maxLength: 3,
  }),
  prefers: fc.array(fc.constantFrom(100, 100, 150, 200), { minLength: 3, maxLength: 3 }),
  troubles,
  network: fc.array(way, { minLength: 1, maxLength: 40 }),
});

describe('an election under random troubles', () => {
  it(`has no two that write in ${numRuns} schedules`, { timeout: 36_000_000 }, async () => {
    let elections = 0;
    let outlasted = 0;
    let writes = 0;
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const lived = await live(one);
        elections += lived.elections;
        outlasted += lived.outlasted;
        writes += lived.writes;
        expect(lived.wrong).toEqual([]);
      }),
      { numRuns, seed },
    );
    // Otherwise nothing was tried at all.
    expect(elections).toBeGreaterThan(numRuns);
    expect(outlasted).toBeGreaterThan(numRuns / 2);
    expect(writes).toBeGreaterThan(numRuns / 4);
    const what = `${elections} elections, ${writes} writes, ${outlasted} sights of failsafe`;
    console.log(`${numRuns} schedules: ${what}`);
  });
});
