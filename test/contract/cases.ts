import { expect } from 'vitest';

import { cloudOf } from '../../src/core/address.ts';
import { Failure } from '../../src/ports/failure.ts';
import type { CaseName } from './case-names.ts';
import type { KindCase } from './kind-case.ts';
import { expectMoved, holderIn, makeTrouble, pass, resultOf, sceneOf, sceneWith } from './scene.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const backup = 'notify INSTANCE VI_1 BACKUP 200 --json';

/** What each case means, the same for every kind. */
export const cases: Readonly<Record<CaseName, (of: KindCase) => Promise<void>>> = {
  async status(of) {
    const held = (node: string) => ({ state: 'held', node, self: node === of.self });
    for (const [at, owner] of [
      [of.other, held(of.other)],
      [of.self, held(of.self)],
      [null, { state: 'free' }],
    ] as const) {
      const scene = sceneWith(of, at);
      const run = await scene.host.run('status --json');
      expect(JSON.parse(run.stdout)).toMatchObject({
        self: { node: of.self },
        addresses: [{ kind: of.kind, owner, verdict: at === of.self ? 'ok' : 'elsewhere' }],
      });
      expect(run.code).toBe(0);
    }
  },

  async move(of) {
    const scene = sceneWith(of, of.other);
    const run = await scene.host.run(master);
    const result = expectMoved(scene, run);
    expect(result).toMatchObject({ from: of.other, to: of.self, writes: of.move.length });
  },

  async 'already mine'(of) {
    const scene = sceneWith(of, of.self);
    const run = await scene.host.run('assign web --json');
    expect(reads(run.stdout)).toMatchObject({ outcome: 'already-held', to: of.self });
    expect(run.code).toBe(0);
    expect(holderIn(scene)).toBe(of.self);
  },

  async 'held by another'(of) {
    const scene = sceneWith(of, of.other);
    await scene.host.run(backup);
    for (const line of ['release web --json', 'reconcile --json']) {
      const run = await scene.host.run(line);
      expect(resultOf(scene, run)).toMatchObject({ outcome: 'not-ours', from: of.other });
      expect({ code: run.code, holder: holderIn(scene) }).toEqual({ code: 0, holder: of.other });
    }
  },

  async 'held by nobody'(of) {
    const scene = sceneWith(of, null);
    const result = expectMoved(scene, await scene.host.run(master));
    expect(result).toMatchObject({ from: null, to: of.self, writes: 1 });
  },

  async release(of) {
    const scene = sceneWith(of, of.self);
    const run = await scene.host.run('release web --json');
    expect(resultOf(scene, run)).toMatchObject({ outcome: 'released', from: of.self, writes: 1 });
    expect({ code: run.code, holder: holderIn(scene) }).toEqual({ code: 0, holder: null });
  },

  async 'dry run'(of) {
    const scene = sceneWith(of, of.other);
    const run = await scene.host.run('assign web --dry-run --json');
    const { outcome, plan = [], writes } = resultOf(scene, run);
    expect({ outcome, steps: plan.length, writes }).toEqual({
      outcome: 'planned',
      steps: of.move.length,
      writes: 0,
    });
    expect(holderIn(scene)).toBe(of.other);
  },

  async reconcile(of) {
    const scene = sceneWith(of, of.self);
    await scene.host.run(master);
    of.place(scene.host.world.cloud, of.other);
    expectMoved(scene, await scene.host.run('reconcile --json'));
    const quiet = await scene.host.run('reconcile');
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
  },

  async superseded(of) {
    const scene = sceneWith(of, of.other);
    const { clock, world } = scene.host;
    // Before the only write, or while the first of two is under way, which is then undone.
    const writes = of.move.length === 1 ? 0 : 2;
    const match = of.before ?? { service: `${cloudOf(of.kind)}-metadata` };
    const fault = { type: 'latency', ms: 300 } as const;
    if (of.move.length === 1) world.cloud.faults.add({ match, times: 0, fault });
    clock.after(of.move.length === 1 ? 100 : 500, () => void scene.host.run(backup));
    const run = await scene.host.run(master);
    const result = resultOf(scene, run);
    expect(result).toMatchObject({ outcome: 'superseded', writes });
    expect(run.code).toBe(5);
    await pass(scene, 5000);
    expect(holderIn(scene)).toBe(of.other);
  },

  async 'answer lost'(of) {
    for (const match of of.move) {
      const scene = sceneWith(of, of.other);
      scene.host.world.cloud.faults.add({ match, fault: { type: 'lost' } });
      const result = expectMoved(scene, await scene.host.run(master));
      expect(result.from).toBe(of.other);
      if (of.showsChanges) expect(result.writes).toBe(of.move.length);
    }
  },

  async throttled(of) {
    const scene = sceneWith(of, of.other);
    makeTrouble(scene, 'throttled', 2);
    expectMoved(scene, await scene.host.run(master));
    expect(scene.host.clock.now()).toBeGreaterThan(1000);
  },

  async busy(of) {
    const scene = sceneWith(of, of.other);
    makeTrouble(scene, 'busy', 2);
    expectMoved(scene, await scene.host.run(master));
    expect(scene.host.clock.now()).toBeGreaterThan(1500);
  },

  async 'change fails'(of) {
    const scene = sceneWith(of, of.other);
    makeTrouble(scene, 'failing', 1);
    const result = expectMoved(scene, await scene.host.run(master));
    expect(result.writes).toBeGreaterThan(of.move.length);
    // The cloud says that it failed, so nobody waits until that is certain.
    expect(scene.host.clock.now()).toBeLessThan(10_000);
  },

  async denied(of) {
    const scene = sceneWith(of, of.other);
    makeTrouble(scene, 'denied', 0);
    const run = await scene.host.run(master);
    const { outcome, error } = resultOf(scene, run);
    expect({ outcome, class: error?.class }).toEqual({ outcome: 'refused', class: 'denied' });
    expect(error?.hint).toMatch(/^Give the (?:token|key)/);
    expect({ code: run.code, holder: holderIn(scene) }).toEqual({ code: 4, holder: of.other });
  },

  async missing(of) {
    const scene = sceneOf(of, [of.unknown], of.topology);
    for (const line of [master, 'assign web --json', 'status --json']) {
      const run = await scene.host.run(line);
      expect(run.code).toBe(3);
      expect(run.stderr).toMatch(/knows no .* in this account/);
    }
  },

  async deadline(of) {
    const scene = sceneWith(of, of.other);
    makeTrouble(scene, 'endless', 1);
    const run = await scene.host.run(`${master} --timeout 7`);
    expect(resultOf(scene, run)).toMatchObject({
      outcome: 'timed-out',
      from: of.other,
      error: { class: 'deadline', hint: expect.any(String) },
    });
    expect({ code: run.code, ms: scene.host.clock.now() }).toEqual({ code: 6, ms: 7000 });
  },

  async batch(of) {
    const { topology, entries } = of.many(250);
    const scene = sceneOf(of, entries, topology);
    const { cloud } = scene.host.world;
    const run = await scene.host.run('status --json');
    const { addresses } = JSON.parse(run.stdout);
    const known = addresses.filter(({ owner }: any) => owner.state !== 'unknown');
    expect({ code: run.code, known: known.length }).toEqual({ code: 0, known: 250 });
    expect(of.reads(cloud)).toBeLessThanOrEqual(of.mostReads(250));
  },

  async abort(of) {
    const scene = sceneWith(of, of.other);
    const controller = new AbortController();
    const { clock } = scene.host;
    const reason = new Failure('interrupted', 'Interrupted by SIGTERM');
    clock.after(300, () => controller.abort(reason));
    const run = await scene.host.run(master, { signal: controller.signal });
    expect({ code: run.code, ms: clock.now() }).toEqual({ code: 143, ms: 300 });
    const { outcome, error } = resultOf(scene, run);
    expect(outcome).toBe('failed');
    expect(error).toMatchObject({
      class: 'interrupted',
      message: 'Interrupted by SIGTERM after a write was sent: its outcome is not known',
      hint: expect.stringMatching(/^Look at it with: floatip status /),
    });
  },
};

function reads(stdout: string): unknown {
  return JSON.parse(stdout).results[0];
}
