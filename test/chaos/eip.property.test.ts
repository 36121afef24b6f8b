import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Result } from '../../src/core/outcome.ts';
import type { Account } from '../../src/emulator/tencent/account.ts';
import type { Eip, Place } from '../../src/emulator/tencent/entities.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { fakeHost } from '../support/fake-host.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import type { InProcessCloud } from '../support/in-process-cloud.ts';
import { Killed, mortal } from '../support/mortal.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { fastFolder, temporaryFile } from '../support/temporary.ts';
import { tencentEnv, tencentTopology } from '../support/tencent-topology.ts';
import { trials } from '../support/trials.ts';
import { deadlineMs, isFinal, schedule } from './eip-schedule.ts';
import type { Schedule } from './eip-schedule.ts';

/**
 * An EIP changes hands in two steps, and between them it is bound to nothing. Random troubles, people
 * with the console open, and a run of `floatip notify` that is killed at any point; then a run of
 * `floatip reconcile`, or a second that is killed and a third. No run ever says that the EIP is here
 * when it is not; and once all is quiet, the last one has brought it here.
 *
 *     FLOATIP_SCHEDULES=100000 npm run unit -- eip.property
 */

const self = 'ins-bbbbbbbb';
const eipId = 'eip-11111111';
const tried = trials(1000);
const schedules = tried.numRuns;
const topology = tencentTopology().replace('taskMs: 1000', 'taskMs: 300');
const config = 'addresses: [{ name: pub, kind: tencent-eip, id: eip-11111111, follow: VI_1 }]';

const places: Readonly<Record<string, Place | null>> = {
  self: { type: 'private-ip', interface: 'eni-bbbbbbbb', ip: '10.0.4.21' },
  other: { type: 'private-ip', interface: 'eni-aaaaaaaa', ip: '10.0.4.20' },
  havip: { type: 'havip', havip: 'havip-22222222' },
  nobody: null,
};

function move(account: Account, eip: Eip, to: string): void {
  if (!to.startsWith('slowly')) account.placeEip(eip, places[to] ?? null);
  if (account.tasks.isBusy(eipId)) return;
  const begun = {
    requestId: 'x',
    fate: { ends: 'completed', shows: 'properly', ms: 3000 },
  } as const;
  const { place } = eip;
  if (to === 'slowly to nobody' && place !== null) {
    account.start({ type: 'unbind', eip, at: place, reallocate: false }, begun);
  }
  if (to === 'slowly to other' && place === null) {
    account.start({ type: 'bind', eip, at: places['other']! }, begun);
  }
}

function isHere({ cloud }: InProcessCloud): boolean {
  cloud.tencent.settle();
  const eip = cloud.tencent.eips.get(eipId)!;
  return cloud.tencent.statusOf(eip) === 'BIND' && eip.place?.type === 'private-ip'
    ? cloud.tencent.instanceAt(eip.place)?.id === self
    : false;
}

/** What somebody saw who looked at the EIP last, and whether anybody has moved it since. */
interface LastLook {
  here: boolean;
  outdated: boolean;
}

function watched(world: InProcessCloud, last: LastLook): InProcessCloud {
  return {
    ...world,
    adapter(request, attempt) {
      const answer = world.adapter(request, attempt);
      const isLook = String(request.data).includes('"address-id"');
      if (isLook) Object.assign(last, { here: isHere(world), outdated: false });
      return answer;
    },
  };
}

function arrange(
  { cloud: { tencent, faults } }: InProcessCloud,
  clock: FakeClock,
  { plan, last }: { plan: Schedule; last: LastLook },
): void {
  const eip = tencent.eips.get(eipId)!;
  tencent.placeEip(eip, places[plan.holder] ?? null);
  for (const one of plan.rules) faults.add(one);
  for (const { atMs, to } of plan.hands) {
    // Never at the very moment of a look, so that it is clear which came first.
    clock.after(Math.min(atMs, plan.quietAfterMs) + 0.377, () => {
      move(tencent, eip, to);
      last.outdated = true;
    });
  }
  clock.after(plan.quietAfterMs, () => faults.clear());
}

interface Ended {
  readonly code: number;
  readonly result: Result | undefined;
  readonly tookMs: number;
  /** Whether it was here when somebody looked last. */
  readonly seenHere: boolean;
  readonly writes: number;
}

interface Life {
  readonly runs: readonly Ended[];
  /** Whether it is here now; or was moved when the last run had looked for the last time. */
  readonly hereAtEnd: boolean;
}

async function live(plan: Schedule, folder: string, configPath: string): Promise<Life> {
  const clock = new FakeClock();
  const last: LastLook = { here: false, outdated: true };
  const world = watched(startInProcessCloud(clock, topology), last);
  arrange(world, clock, { plan, last });
  const env = {
    ...tencentEnv,
    FLOATIP_CONFIG: configPath,
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
  };
  const dead = new Set<number>();
  const runs: Ended[] = [];
  for (const [index, killAt] of [...plan.kills, Infinity].entries()) {
    const line = index === 0 ? 'notify INSTANCE VI_1 MASTER 200' : 'reconcile';
    const process = mortal(clock, world, killAt);
    const from = clock.now();
    const before = writesIn(world);
    const args = [...line.split(' '), '--json', '--timeout', '120'];
    const host = fakeHost({ ticks: 100 + index, pid: 1000 + index }, { dead });
    const options = { clock: process.clock, world: process.world, node: self, env, host };
    const random = seededRandom(plan.seed + index);
    try {
      const run = await runMain(args, { ...options, random });
      const tookMs = clock.now() - from;
      const { results } = reportOf(run);
      const writes = writesIn(world) - before;
      runs.push({ code: run.code, result: results[0], tookMs, seenHere: last.here, writes });
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      dead.add(1000 + index);
    }
    if (killAt === Infinity) break;
    const pauseMs = plan.rules.some(isFinal)
      ? Math.max(plan.pauseMs, plan.quietAfterMs)
      : plan.pauseMs;
    await clock.run(new Promise<void>((resolve) => clock.after(pauseMs, resolve)));
  }
  return { runs, hereAtEnd: isHere(world) || last.outdated };
}

const changes = new Set(['AssociateAddress', 'DisassociateAddress', 'HaVipDisassociateAddressIp']);

function writesIn({ cloud }: InProcessCloud): number {
  const asked = cloud.received.list().map(({ headers }) => headers['x-tc-action'] ?? '');
  return asked.filter((action) => changes.has(action)).length;
}

/** What has to hold of every run, whatever becomes of the EIP. */
function expectHonest({ code, result, tookMs, seenHere, writes }: Ended): void {
  const saysSo = result?.outcome === 'moved' || result?.outcome === 'already-held';
  expect(tookMs).toBeLessThanOrEqual(deadlineMs);
  expect(result?.writes ?? 0).toBe(writes);
  expect(code === 0).toBe(saysSo);
  if (saysSo) expect(seenHere).toBe(true);
}

describe('an EIP under random troubles', () => {
  it(`comes here in the end, in ${schedules} schedules`, { timeout: 3_600_000 }, async () => {
    const configPath = temporaryFile('config.yaml', config);
    const root = fastFolder();
    const counts = new Map<string, number>();
    const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
    let lives = 0;
    const property = fc.asyncProperty(schedule, async (plan) => {
      const folder = join(root, String((lives += 1)));
      mkdirSync(folder);
      const { runs, hereAtEnd } = await live(plan, folder, configPath);
      rmSync(folder, { recursive: true });
      for (const run of runs) expectHonest(run);
      const last = runs.at(-1);
      count(last?.result?.outcome ?? 'nothing');
      count(`${plan.kills.length + 1 - runs.length} killed`);
      // Nobody begins again what the only run was refused.
      if (plan.kills.length === 0 && plan.rules.some(isFinal)) return;
      expect({ code: last?.code, hereAtEnd }).toEqual({ code: 0, hereAtEnd: true });
    });
    await fc.assert(property, tried);
    console.log(Object.fromEntries(counts));
    expect(counts.get('moved')).toBeGreaterThan(schedules / 5);
    expect(counts.get('1 killed')).toBeGreaterThan(schedules / 5);
  });
});
