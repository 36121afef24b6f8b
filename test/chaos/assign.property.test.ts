import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Result } from '../../src/core/outcome.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import type { InProcessCloud } from '../support/in-process-cloud.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { trials } from '../support/trials.ts';
import { deed, interfere, isFinal, trouble } from '../support/troubles.ts';

/**
 * Random troubles, people with the console open, and one `floatip assign`. Whatever they do:
 * it never says moved when it is not, it never exceeds its deadline, it reports the writes that
 * the cloud saw, and once they stop in time the address is here and it says so.
 *
 *     FLOATIP_SCHEDULES=100000 npm run unit -- assign.property
 */

const ip = '203.0.113.10';
const tried = trials(2000);
const schedules = tried.numRuns;
const deadlineMs = 120_000;
/** What it may take after the last trouble: a request that hangs, a wait, a poll, and all of it again. */
const recoveryMs = 60_000;

const hand = fc.record({ atMs: fc.nat(45_000), deed });

const schedule = fc.record({
  rules: fc.array(trouble, { maxLength: 6 }),
  hands: fc.array(hand, { maxLength: 3 }),
  quietAfterMs: fc.nat(deadlineMs),
  holder: fc.constantFrom(111, 222, null),
  seed: fc.nat(),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

function arrange(world: InProcessCloud, clock: FakeClock, plan: Schedule): void {
  const { cloud } = world;
  const reserved = cloud.digitalocean.reservedIps.get(ip);
  if (reserved === undefined) throw new Error('Not in the topology');
  cloud.digitalocean.place(reserved, plan.holder);
  for (const one of plan.rules) cloud.faults.add(one);
  for (const { atMs, deed: what } of plan.hands) {
    // Never at the very moment of a look, so that it is clear which came first.
    clock.after(Math.min(atMs, plan.quietAfterMs) + 0.377, () =>
      interfere(what, reserved, cloud.digitalocean),
    );
  }
  clock.after(plan.quietAfterMs, () => cloud.faults.clear());
}

interface Aftermath {
  readonly result: Result | undefined;
  readonly code: number;
  readonly tookMs: number;
  /** Whether the address was here when floatip last looked. */
  readonly hereAtLastLook: boolean;
  readonly posts: number;
}

async function live(plan: Schedule): Promise<Aftermath> {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock);
  arrange(world, clock, plan);
  const args = ['assign', ip, '--json', '--timeout', '120'];
  const run = await runMain(args, { clock, world, random: seededRandom(plan.seed) });
  const tookMs = clock.now();
  const { digitalocean, received } = world.cloud;
  const looks = received.list().filter(({ path, answer }) => path.endsWith(ip) && answer === 200);
  const lastLookMs = looks.at(-1)?.atMs ?? 0;
  return {
    result: reportOf(run).results[0],
    code: run.code,
    tookMs,
    hereAtLastLook: digitalocean.heldAt(222, lastLookMs).includes(ip),
    posts: received.list().filter(({ method }) => method === 'POST').length,
  };
}

describe('floatip assign under random troubles', () => {
  it(`keeps its promises in ${schedules} schedules`, { timeout: 3_600_000 }, async () => {
    const outcomes = new Map<string, number>();
    const property = fc.asyncProperty(schedule, async (plan) => {
      const { result, code, tookMs, hereAtLastLook, posts } = await live(plan);
      const outcome = result?.outcome ?? 'no identity';
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(tookMs).toBeLessThanOrEqual(deadlineMs);
      expect(result?.writes ?? 0).toBe(posts);
      const saysSo = outcome === 'moved' || outcome === 'already-held';
      expect(code === 0).toBe(saysSo);
      if (saysSo) expect(hereAtLastLook).toBe(true);
      const inTime = plan.quietAfterMs <= deadlineMs - recoveryMs;
      if (inTime && isRecoverable(plan)) expect(saysSo).toBe(true);
    });
    await fc.assert(property, tried);
    console.log(Object.fromEntries(outcomes));
    expect(outcomes.get('moved')).toBeGreaterThan(schedules / 4);
  });
});

/** A run gives up for good reason without a metadata service, and on a refusal without a reason. */
function isRecoverable({ rules }: Schedule): boolean {
  return !rules.some(({ match = {}, fault }) => match.service !== undefined || isFinal(fault));
}
