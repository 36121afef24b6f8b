import { describe, it } from 'vitest';

import { trials } from '../support/trials.ts';
import { keepPromises } from './nodes/keep-promises.ts';

/** The same as `two-nodes.property.test.ts` with one node more, beside it on another core. */

const { numRuns, seed } = trials(2000);
const schedules = Math.ceil(0.4 * numRuns);

describe('three nodes under random troubles', () => {
  it(`keep their promises in ${schedules} schedules`, { timeout: 36_000_000 }, async () => {
    await keepPromises({ nodes: 3, schedules, seed });
  });
});
