import { describe, expect, it } from 'vitest';

import { live } from './lease/election.ts';
import type { Trouble } from './lease/participant.ts';

const outage: Trouble = { at: 4000, host: 0, what: 'outage', ms: 6000 };
const deaf: Trouble = { at: 4000, host: 0, what: 'deaf', ms: 6000 };
/** A peer that is gone for all that time, or for a moment of it. */
const silence: Trouble = { at: 5000, host: 1, what: 'cut', ms: 6000 };
const restart: Trouble = { at: 6000, host: 1, what: 'restart', ms: 300 };

/** Host 0 has the lease; of 3 s, of which it may act for two. */
const quiet = {
  leases: ['web'],
  isFirstOld: false,
  rates: [1, 1, 1],
  prefers: [200, 100, 100],
  network: [{ thereMs: 1, backMs: 1, lost: 'never' }],
} as const;

describe('a holder that cannot reach etcd', () => {
  it.each([
    ['goes on by the word of its peers while all of etcd is away', true, [outage]],
    ['goes on by the word of its peers where it alone is cut off', true, [deaf]],
  ] as const)('%s', async (_, isFailsafe, troubles) => {
    const lived = await live({ ...quiet, isFailsafe, troubles });
    expect(lived.wrong).toEqual([]);
    expect(lived.outlasted).toBeGreaterThan(10);
    // It has to win anew what has run out meanwhile.
    expect(lived.gapMs).toBeLessThan(500);
  });

  it.each([
    ['stops where that is off', false, [outage]],
    ['stops where a peer is silent', true, [outage, silence]],
    ['leaves it to others where that is off', false, [deaf]],
    ['leaves it to others where a peer is silent', true, [deaf, silence]],
    ['is not let go on by a peer that begins anew', true, [outage, restart]],
  ] as const)('%s', async (_, isFailsafe, troubles) => {
    const lived = await live({ ...quiet, isFailsafe, troubles });
    expect(lived.wrong).toEqual([]);
    expect(lived.gapMs).toBeGreaterThan(500);
    // In the end another one or the same has it.
    expect(lived.elections).toBeGreaterThan(1);
  });
});
