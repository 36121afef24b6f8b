import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { canRunSample } from '../support/program-cloud.ts';
import { holdWhileProgramsRun } from '../support/program-time.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryFile } from '../support/temporary.ts';
import { trials } from '../support/trials.ts';
import { ProgramCloud } from './exec/program-cloud.ts';
import { follow, scriptedProgram } from './exec/program.ts';
import { isFinal, rule, TroubleBook } from './exec/troubles.ts';

/**
 * Random troubles of a program, which is a process of its own for each call, people with the console open, and one
 * `floatip assign`. Whatever they do: it never says moved when it is not, it never exceeds its deadline, it reports
 * the changes that the program was asked for, and once they stop in time the address is here and it says so.
 *
 *     FLOATIP_SCHEDULES=2000 npm run unit -- exec.property
 */

const tried = trials(12);
const schedules = tried.numRuns;
const deadlineMs = 120_000;
/** What it may take after the last trouble: a call that hangs, a wait for what never shows, and all of it again. */
const recoveryMs = 60_000;

const node = fc.constantFrom('lb1', 'lb2', null);
const schedule = fc.record({
  rules: fc.array(rule, { maxLength: 6 }),
  hands: fc.array(fc.record({ atMs: fc.nat(45_000), node }), { maxLength: 3 }),
  quietAfterMs: fc.nat(deadlineMs),
  holder: node,
  moveMs: fc.constantFrom(0, 700, 9000),
  showsPending: fc.boolean(),
  seed: fc.nat(),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

async function live(plan: Schedule, config: string) {
  const { rules, hands, quietAfterMs, seed } = plan;
  const clock = new FakeClock();
  holdWhileProgramsRun(clock);
  const book = new TroubleBook(rules);
  const cloud = new ProgramCloud({ ...plan, clock, book });
  for (const { atMs, node: to } of hands) {
    // Never at the very moment of a look, so that it is clear which came first.
    clock.after(Math.min(atMs, quietAfterMs) + 0.377, () => cloud.place(to));
  }
  clock.after(quietAfterMs, () => book.clear());
  follow(cloud.call);
  const run = await runMain(['assign', 'web', '--json', '--timeout', '120'], {
    clock,
    world: startInProcessCloud(clock),
    random: seededRandom(seed),
    env: { DO_TOKEN: undefined, FLOATIP_CONFIG: config },
  });
  const [result] = reportOf(run).results;
  return { run, result, tookMs: clock.now(), cloud };
}

describe.skipIf(!canRunSample)('floatip assign by a program in random troubles', () => {
  it(`keeps its promises in ${schedules} schedules`, { timeout: 7_200_000 }, async () => {
    const outcomes = new Map<string, number>();
    const entry = `{ name: web, kind: exec, ip: 203.0.113.10, node: lb2, command: ['${scriptedProgram()}'] }`;
    const config = temporaryFile('config.yaml', `addresses: [${entry}]`);
    const property = fc.asyncProperty(schedule, async (plan) => {
      const { run, result, tookMs, cloud } = await live(plan, config);
      const outcome = result?.outcome ?? 'nothing';
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      expect(tookMs).toBeLessThanOrEqual(deadlineMs);
      expect(result?.writes).toBe(cloud.changes);
      const saysSo = outcome === 'moved' || outcome === 'already-held';
      expect(run.code === 0).toBe(saysSo);
      if (saysSo) expect(cloud.lastSaid).toBe('lb2');
      const inTime = plan.quietAfterMs <= deadlineMs - recoveryMs;
      if (inTime && !plan.rules.some(isFinal)) expect(saysSo).toBe(true);
    });
    await fc.assert(property, tried);
    console.log(Object.fromEntries(outcomes));
    expect(outcomes.get('moved')).toBeGreaterThan(schedules / 5);
  });
});
