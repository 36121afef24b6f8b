import { describe, it } from 'vitest';

import { trials } from '../support/trials.ts';
import { keepPromises } from './nodes/keep-promises.ts';

/**
 * Two nodes of one cluster, keepalived and cron on each, one cloud, and everything that can go wrong:
 * events that arrive late and out of order, two nodes that are both MASTER, processes that are killed
 * wherever they wait, reboots, requests that land after their sender is gone, a cloud with faults,
 * people with the console open. Whatever happens, floatip keeps what `nodes/promises.ts` lists.
 *
 *     FLOATIP_SCHEDULES=20000 npm run unit -- nodes.property
 */

const { numRuns, seed } = trials(2000);
const schedules = Math.ceil(0.6 * numRuns);

describe('two nodes under random troubles', () => {
  it(`keep their promises in ${schedules} schedules`, { timeout: 36_000_000 }, async () => {
    await keepPromises({ nodes: 2, schedules, seed });
  });
});
