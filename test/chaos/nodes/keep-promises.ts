import * as fc from 'fast-check';
import { expect } from 'vitest';

import { coolsOff } from './contests.ts';
import * as promises from './promises.ts';
import { scheduleFor } from './schedule.ts';
import { simulate } from './simulation.ts';
import { Tally } from './tally.ts';

const kept = { ...promises, coolsOff };

/** What has to come up at least in a thousand schedules, for the promises to mean anything. */
const leastPerThousand = { moved: 1 };

export interface Trials {
  readonly nodes: number;
  readonly schedules: number;
  readonly seed: number;
}

/**
 * Lives through random schedules of some nodes and asserts every promise after each; at the end,
 * that what they are about came up often enough.
 */
export async function keepPromises({ nodes, schedules, seed }: Trials): Promise<void> {
  const tally = new Tally();
  let hasTold = false;
  const property = fc.asyncProperty(scheduleFor(nodes), async (plan) => {
    const broken = await simulate(plan, (chronicle) => {
      tally.add(chronicle);
      return Object.entries(kept).flatMap(([name, promise]) =>
        promise(chronicle).map((how) => `${name}: ${how}`),
      );
    });
    // It takes fast-check minutes to make it smaller.
    if (broken.length > 0 && !hasTold) console.log('First broken:', broken, fc.stringify(plan));
    hasTold ||= broken.length > 0;
    expect(broken).toEqual([]);
  });
  await fc.assert(property, { numRuns: schedules, seed });
  const counts = tally.perThousand();
  console.log(`${nodes} nodes, in a thousand schedules:`, counts);
  for (const [what, least] of Object.entries(leastPerThousand)) {
    expect(counts[what] ?? 0, what).toBeGreaterThanOrEqual(least);
  }
}
