import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { EventState } from '../../src/core/vrrp.ts';
import { loadConfig } from '../support/clouds.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import type { InProcessCloud } from '../support/in-process-cloud.ts';
import '../support/preload.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { fastFolder, temporaryFile } from '../support/temporary.ts';
import { trials } from '../support/trials.ts';
import { deed, interfere, isFinal, trouble } from '../support/troubles.ts';
import { WatchingNode } from './watch/watching-node.ts';

/**
 * Two nodes that watch, with keepalived's events in any order on both, watchers that are killed and
 * started again, a cloud with faults, people with the console open. A node that was told that it is not
 * MASTER sends no write; nothing else is ever touched; writes stay bounded; and once one node is MASTER
 * and all is quiet, it has the address within an interval and what a cool-off may last.
 *
 *     FLOATIP_SCHEDULES=100000 npm run unit -- watch.property
 */

const tried = trials(300);
const schedules = tried.numRuns;
const ip = '203.0.113.10';
const yaml = `
providers: { digitalocean: { endpoint: 'https://api.cloud.test' } }
addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }]
`;
/** A pass after a minute of failures, the longest cool-off, a request that hangs, and the move. */
const recoveryMs = 66_000 + 60_000 + 30_000;
/** Each disturbance costs at most so many writes; two nodes that are both MASTER disturb each other. */
const writesPerDisturbance = 3;

const states = fc.constantFrom<EventState>(
  'MASTER',
  'MASTER',
  'BACKUP',
  'FAULT',
  'STOP',
  'MASTER_RX_LOWER_PRI',
);
const node = fc.nat(1);
const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('told' as const), node, state: states }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('killed' as const), node, forMs: fc.nat(3000) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('hand' as const), deed }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('trouble' as const), trouble }) },
);
const schedule = fc.record({
  steps: fc.array(fc.record({ gapMs: fc.nat(4000), what: happening }), { maxLength: 12 }),
  master: node,
  seed: fc.nat(),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer T> ? T : never;

interface Scene {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  readonly nodes: readonly [WatchingNode, WatchingNode];
  readonly writes: { readonly path: string; readonly state: EventState | undefined }[];
}

let scenes = 0;

async function begin(seed: number, root: string, configPath: string): Promise<Scene> {
  const clock = new FakeClock({ maxSteps: 200_000 });
  const world = startInProcessCloud(clock);
  const writes: Scene['writes'] = [];
  const random = seededRandom(seed);
  scenes += 1;
  const nodeOf = async (droplet: number): Promise<WatchingNode> => {
    const folder = join(root, `${scenes}-${droplet}`);
    mkdirSync(folder);
    const env = { FLOATIP_DIGITALOCEAN_METADATA: world.metadata(String(droplet)) };
    const config = await loadConfig({ path: configPath, env });
    const onWrite = (path: string, state: EventState | undefined): void =>
      void writes.push({ path, state });
    return new WatchingNode({ droplet, clock, world, config, folder, random, onWrite });
  };
  return { clock, world, writes, nodes: [await nodeOf(111), await nodeOf(222)] };
}

function wait({ clock }: Scene, ms: number): Promise<void> {
  return clock.run(new Promise<void>((resolve) => clock.after(ms + 0.377, resolve)));
}

function play(scene: Scene, what: Schedule['steps'][number]['what']): void {
  const { clock, world, nodes } = scene;
  const state = world.cloud.digitalocean;
  switch (what.type) {
    case 'told':
      nodes[what.node]?.tell(what.state);
      break;
    case 'killed':
      nodes[what.node]?.kill();
      clock.after(what.forMs, () => nodes[what.node]?.start());
      break;
    case 'hand':
      interfere(what.deed, state.reservedIps.get(ip)!, state);
      break;
    default:
      world.cloud.faults.add(what.trouble);
  }
}

function holder({ world }: Scene): number | null | undefined {
  world.cloud.digitalocean.settle();
  return world.cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

async function live(plan: Schedule, scene: Scene): Promise<void> {
  await wait(scene, 500);
  for (const { gapMs, what } of plan.steps) {
    play(scene, what);
    await wait(scene, gapMs);
  }
  // All is quiet: faults end, everybody runs, one is MASTER.
  scene.world.cloud.faults.clear();
  for (const one of scene.nodes) one.start();
  const [master, other] = plan.master === 0 ? scene.nodes : scene.nodes.toReversed();
  other?.tell('BACKUP');
  master?.tell('MASTER');
  await wait(scene, recoveryMs);
  expect(holder(scene)).toBe(master?.droplet);
}

function disturbances({ steps }: Schedule): number {
  return steps.length + 2;
}

describe('two nodes that watch', () => {
  it(`keep their promises in ${schedules} schedules`, { timeout: 36_000_000 }, async () => {
    const root = fastFolder();
    const configPath = temporaryFile('config.yaml', yaml);
    const seen = { writes: 0, most: 0 };
    const property = fc.asyncProperty(schedule, async (plan) => {
      // A refusal without a reason ends a takeover for good, until the next pass.
      fc.pre(
        !plan.steps.some(({ what }) => what.type === 'trouble' && isFinal(what.trouble.fault)),
      );
      const scene = await begin(plan.seed, root, configPath);
      await live(plan, scene);
      for (const one of scene.nodes) {
        await one.end();
        expect(one.bugs).toEqual([]);
      }
      const { writes } = scene;
      expect(writes.filter(({ state }) => state !== 'MASTER')).toEqual([]);
      expect(writes.filter(({ path }) => !path.includes(ip))).toEqual([]);
      expect(writes.length).toBeLessThanOrEqual(writesPerDisturbance * disturbances(plan));
      seen.writes += writes.length;
      seen.most = Math.max(seen.most, writes.length / disturbances(plan));
    });
    await fc.assert(property, tried);
    console.log(seen);
    expect(seen.writes).toBeGreaterThan(schedules);
  });
});
