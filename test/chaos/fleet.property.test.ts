import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Fault, FaultRule } from '../../src/emulator/faults.ts';
import { trials } from '../support/trials.ts';
import { live, troubledMs } from './fleet/live.ts';
import type { Schedule, Trouble } from './fleet/live.ts';

/**
 * Three controllers with real watchers, an emulated etcd and an embedded cloud: controllers are killed and begin
 * anew, stand still, or reach neither etcd nor the cloud; hosts die for all of them, or for one. No controller
 * may write that does not lead, no address may leave a host that most controllers see well, none is written again
 * before the last write shows that the cloud has not refused, but to the same host, and in the end somebody has each.
 *
 *     FLOATIP_SCHEDULES=5000 npm run unit -- fleet.property
 */

const { numRuns, seed } = trials(100);

const trouble: fc.Arbitrary<Trouble> = fc.record({
  at: fc.integer({ min: 5000, max: troubledMs - 10_000 }),
  what: fc.constantFrom('kill', 'pause', 'cut', 'dead', 'dead', 'half-dead'),
  which: fc.nat({ max: 2 }),
  ms: fc.integer({ min: 100, max: 10_000 }),
});

const faultRule: fc.Arbitrary<FaultRule> = fc.record({
  match: fc.constantFrom({ method: 'POST' }, { method: 'GET' }),
  skip: fc.nat(6),
  times: fc.constantFrom(1, 2, 5),
  fault: fc.constantFrom<Fault>(
    { type: 'refuse', code: 'locked' },
    { type: 'latency', ms: 2000 },
    { type: 'reset' },
    { type: 'hang' },
    { type: 'lost' },
    { type: 'status', status: 503 },
  ),
});

const schedule: fc.Arbitrary<Schedule> = fc.record({
  at: fc.array(fc.constantFrom(1, 1, 2, 3, null), { minLength: 3, maxLength: 12 }),
  troubles: fc.array(trouble, { minLength: 1, maxLength: 6 }),
  actionMs: fc.constantFrom(50, 700, 4000),
  faults: fc.array(faultRule, { maxLength: 3 }),
});

describe('controllers of hosts that run nothing, under random troubles', () => {
  it(`move only what they may in ${numRuns} schedules`, { timeout: 36_000_000 }, async () => {
    let [writes, changes] = [0, 0];
    await fc.assert(
      fc.asyncProperty(schedule, async (one) => {
        const lived = await live(one);
        writes += lived.writes;
        changes += Math.max(0, lived.writers - 1);
        if (lived.wrong.length > 0) console.error(JSON.stringify({ lived, one }));
        expect(lived.wrong).toEqual([]);
      }),
      { numRuns, seed },
    );
    // Otherwise nothing was tried at all.
    expect(writes).toBeGreaterThan(numRuns);
    expect(changes).toBeGreaterThan(numRuns / 50);
    console.log(`${writes} writes in ${numRuns} schedules, ${changes} by the next leader`);
  });
});
