import { describe, expect, it, onTestFinished } from 'vitest';

import { Failure } from '../../../src/ports/failure.ts';
import { HostCheck } from '../../../src/triggers/hosts/host-check.ts';
import type { ProbeAnswer } from '../../../src/triggers/polled/probe.ts';
import { HostClock, WorldClock } from '../../chaos/lease/world-clock.ts';

type Answer = 'yes' | 'no' | 'none';

interface Scene {
  readonly world: WorldClock;
  readonly clock: HostClock;
  readonly check: HostCheck;
  readonly found: string[];
  answer: Answer;
  asked: number;
}

function begin(answer: Answer): Scene {
  const world = new WorldClock();
  const clock = new HostClock(world, 1);
  const found: string[] = [];
  const ending = new AbortController();
  const check = new HostCheck({
    probe: { close: () => undefined, ask: () => replyOf(scene) },
    intervalMs: 1000,
    clock,
    random: () => 0.5,
    onChange: () => void found.push(check.finding),
  });
  const scene: Scene = { world, clock, check, found, answer, asked: 0 };
  const running = check.run(ending.signal);
  onTestFinished(async () => {
    ending.abort();
    await running;
  });
  return scene;
}

function replyOf(scene: Scene): Promise<ProbeAnswer> {
  scene.asked += 1;
  if (scene.answer === 'none') return Promise.reject(new Failure('transport', 'silent'));
  return Promise.resolve({ says: scene.answer === 'yes' ? 'hold' : 'do not', why: scene.answer });
}

async function pass(scene: Scene, ms: number): Promise<void> {
  await scene.world.runUntil(scene.world.now() + ms, () => undefined);
}

describe('a host that is asked again and again', () => {
  it('is well after two good answers in a row, and not before', async () => {
    const scene = begin('yes');
    await pass(scene, 1400);
    expect(scene.check.finding).toBe('unknown');
    await pass(scene, 1000);
    expect(scene.found).toEqual(['well']);
  });

  it.each<Answer>(['no', 'none'])('is silent after three in a row: %s', async (answer) => {
    const scene = begin('yes');
    await pass(scene, 5000);
    scene.answer = answer;
    await pass(scene, 2000);
    expect(scene.check.finding).toBe('well');
    await pass(scene, 1000);
    expect(scene.found).toEqual(['well', 'silent']);
  });

  it('is as it was where one answer is lost now and then', async () => {
    const scene = begin('yes');
    for (let round = 0; round < 10; round += 1) {
      scene.answer = 'yes';
      await pass(scene, 1000);
      scene.answer = 'none';
      await pass(scene, 2000);
    }
    expect(scene.found.filter((one) => one === 'silent')).toEqual([]);
  });

  it('begins a new row once this process has stood still', async () => {
    const scene = begin('yes');
    await pass(scene, 5000);
    scene.answer = 'none';
    await pass(scene, 2000);
    scene.clock.pause(10_000, false);
    await pass(scene, 10_100);
    expect(scene.check.finding).toBe('well');
    await pass(scene, 3000);
    expect(scene.check.finding).toBe('silent');
  });

  it('is asked once an interval', async () => {
    const scene = begin('none');
    await pass(scene, 60_000);
    expect(scene.asked).toBe(60);
  });
});
