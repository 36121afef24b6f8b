import { describe, expect, it, onTestFinished } from 'vitest';

import type { Result } from '../../src/core/outcome.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { watchedStatus } from '../../src/watch/watched-status.ts';
import type { Controller } from '../chaos/fleet/controller.ts';
import { FleetWorld } from '../chaos/fleet/fleet-world.ts';
import type { FleetWorldOptions } from '../chaos/fleet/fleet-world.ts';

/** Controllers that have found out how the hosts are, and placed what was at none. */
async function begin(options: FleetWorldOptions): Promise<FleetWorld> {
  const world = new FleetWorld(options);
  for (const controller of world.controllers) await controller.start();
  onTestFinished(async () => {
    await world.end();
    expect(world.bugs).toEqual([]);
  });
  await world.pass(12_000);
  return world;
}

function leaderIn(world: FleetWorld): Controller {
  const leader = world.controllers.find(({ name }) => name === world.etcd.holder());
  if (leader === undefined) throw new Error('Nobody leads');
  return leader;
}

/** How many addresses each host has. */
function counts(world: FleetWorld): Readonly<Record<string, number>> {
  const counted: Record<string, number> = {};
  for (const host of world.places()) counted[`${host}`] = (counted[`${host}`] ?? 0) + 1;
  return counted;
}

function mostWrites(world: FleetWorld): number {
  const written = new Map<string, number>();
  for (const { ip } of world.writes) written.set(ip, (written.get(ip) ?? 0) + 1);
  return Math.max(0, ...written.values());
}

/** What it says of each address. */
function verdictsOf({ watcher, session }: Controller): readonly Verdict[] {
  if (watcher === undefined || session === undefined) throw new Error('It has ended');
  return watchedStatus(watcher, session).map(({ verdict }) => verdict);
}

interface OutcomeEntry {
  readonly type: 'outcome';
  readonly result: Result;
}

function isOutcome(entry: unknown): entry is OutcomeEntry {
  return typeof entry === 'object' && entry !== null && 'type' in entry && entry.type === 'outcome';
}

function times<T>(count: number, value: T): readonly T[] {
  return Array.from({ length: count }, () => value);
}

const six = [1, 1, 2, 2, 3, 3];

describe('controllers of hosts that run nothing', () => {
  it('leave what is at hosts that are well', async () => {
    const world = await begin({ at: six });
    await world.pass(60_000);
    expect(world.writes).toEqual([]);
    expect(world.places()).toEqual(six);
  });

  it('place what nobody holds, evenly', async () => {
    const world = await begin({ at: times(6, null) });
    expect(counts(world)).toEqual({ 1: 2, 2: 2, 3: 2 });
    expect(world.writes).toHaveLength(6);
  });

  it('move what a dead host has, each address once, and nothing else', async () => {
    const world = await begin({ at: six });
    const from = world.clock.now();
    world.kill(1);
    await world.pass(30_000);
    expect(counts(world)).toEqual({ 2: 3, 3: 3 });
    expect(world.places().slice(2)).toEqual(six.slice(2));
    expect(world.writes.map(({ from: had }) => had)).toEqual([1, 1]);
    expect(mostWrites(world)).toBe(1);
    // Three looks of a second each, and what controllers and the cloud take.
    for (const { at } of world.writes) expect(at - from).toBeLessThan(4500);
  });

  it('let a move that takes longer than the time between two looks come to its end', async () => {
    const world = await begin({ at: six, actionMs: 8000 });
    world.kill(1);
    await world.pass(40_000);
    expect(counts(world)).toEqual({ 2: 3, 3: 3 });
    expect(mostWrites(world)).toBe(1);
  });

  it('move it where two of three see it, and one of them has died', async () => {
    const world = await begin({ at: six });
    world.controllers[2]?.kill();
    await world.pass(20_000);
    world.kill(1);
    await world.pass(20_000);
    expect(counts(world)).toEqual({ 2: 3, 3: 3 });
  });

  it.each([
    ['one of three', ['c1']],
    ['another one of three', ['c3']],
  ])('leave it where %s alone sees it', async (_, seenBy) => {
    const world = await begin({ at: six });
    world.kill(1, seenBy);
    await world.pass(60_000);
    expect(world.writes).toEqual([]);
  });

  it('leave it where one sees it, and another one is gone', async () => {
    const world = await begin({ at: six });
    world.controllers[2]?.kill();
    await world.pass(20_000);
    world.kill(1, ['c1']);
    await world.pass(60_000);
    expect(world.writes).toEqual([]);
  });

  it('leave everything where two of three controllers are gone', async () => {
    const world = await begin({ at: six });
    world.controllers[1]?.kill();
    world.controllers[2]?.kill();
    await world.pass(20_000);
    expect(world.etcd.holder()).toBe('c1');
    world.kill(1);
    await world.pass(60_000);
    expect(world.writes).toEqual([]);
  });

  it('leave everything where all hosts look dead', async () => {
    const world = await begin({ at: six });
    for (const host of world.hosts) world.kill(host);
    await world.pass(60_000);
    expect(world.writes).toEqual([]);
    for (const host of world.hosts) world.revive(host);
    await world.pass(60_000);
    expect(world.writes).toEqual([]);
  });

  it('leave everything while none of them reaches etcd', async () => {
    const world = await begin({ at: six });
    for (const controller of world.controllers) controller.cut(40_000);
    world.kill(1);
    await world.pass(39_000);
    expect(world.writes).toEqual([]);
    await world.pass(20_000);
    expect(counts(world)).toEqual({ 2: 3, 3: 3 });
    expect(mostWrites(world)).toBe(1);
  });

  it('go on where the one that led has died at its work, without a second write', async () => {
    const world = await begin({ at: [...times(100, 1), ...times(50, 2), ...times(50, 3)] });
    const leader = leaderIn(world);
    world.kill(1);
    let isKilled = false;
    await world.pass(60_000, () => {
      if (isKilled || world.writes.length === 0) return;
      leader.kill();
      isKilled = true;
    });
    const by = new Set(world.writes.map(({ by: name }) => name));
    expect({ isKilled, writers: by.size }).toEqual({ isKilled: true, writers: 2 });
    expect(counts(world)).toEqual({ 2: 100, 3: 100 });
    expect({ most: mostWrites(world), all: world.writes.length }).toEqual({ most: 1, all: 100 });
    for (const write of world.writes) expect(write.by).toBe(write.leader);
  });

  it('go on where the one that led stood still at its work, and let it be', async () => {
    const world = await begin({ at: [...times(100, 1), 2, 3] });
    const leader = leaderIn(world);
    world.kill(1);
    let isPaused = false;
    await world.pass(60_000, () => {
      if (isPaused || world.writes.length === 0) return;
      leader.pause(8000);
      isPaused = true;
    });
    expect(counts(world)).toEqual({ 2: 51, 3: 51 });
    expect(mostWrites(world)).toBe(1);
    for (const write of world.writes) expect(write.by).toBe(write.leader);
  });

  it('write nothing more where the one that led stood still between two tries', async () => {
    const world = await begin({ at: [1, 1, 1, 2, 3] });
    const leader = leaderIn(world);
    const locked = { type: 'refuse', code: 'locked' } as const;
    world.cloud.cloud.faults.add({ match: { method: 'POST' }, skip: 0, times: 3, fault: locked });
    world.kill(1);
    let isPaused = false;
    await world.pass(60_000, () => {
      if (isPaused || world.writes.length === 0) return;
      leader.pause(9000);
      isPaused = true;
    });
    expect(counts(world)[1]).toBeUndefined();
    expect(new Set(world.writes.map(({ by }) => by)).size).toBe(2);
    for (const write of world.writes) expect(write.by).toBe(write.leader);
    expect(world.writes).toHaveLength(3 + 3);
    expect(world.writes.filter(({ isRefused }) => isRefused)).toHaveLength(3);
  });

  it('move on where the host dies that an address was to go to', async () => {
    const world = await begin({ at: [...times(8, 1), 2, 3], actionMs: 3000 });
    world.kill(1);
    await world.pass(60_000, () => {
      if (world.writes.length > 0) world.kill(2);
    });
    expect(counts(world)).toEqual({ 3: 10 });
  });

  it('try another host where the cloud refuses one, and that one again only much later', async () => {
    const world = await begin({ at: [1, 1, 1, 2, 2, 2], far: [3] });
    world.kill(1);
    await world.pass(120_000);
    expect(counts(world)).toEqual({ 2: 6 });
    const refused = world.writes.filter(({ to }) => to === 3);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ ip }) => ip)).size).toBe(refused.length);
    expect(mostWrites(world)).toBeLessThanOrEqual(2);
  });

  it('ask the only host that is left again, less and less often', async () => {
    const world = await begin({ at: [null, 2, 2], hosts: [1, 2], far: [1] });
    world.kill(2);
    await world.pass(150_000);
    expect(counts(world)).toEqual({ 2: 3 });
    const asked = world.writes.filter(({ ip, to }) => ip === world.ips[1] && to === 1);
    const seconds = asked.map(({ at }, n) =>
      Math.round((at - asked[Math.max(0, n - 1)]!.at) / 1000),
    );
    expect(seconds).toEqual([0, 0, 10, 20, 40, 60]);
  });

  it('look again soon where the cloud cannot be read at first', async () => {
    const world = new FleetWorld({ at: [1, null, 3] });
    onTestFinished(() => world.end());
    const locked = { type: 'refuse', code: 'locked' } as const;
    world.cloud.cloud.faults.add({ match: { method: 'GET' }, times: 5, fault: locked });
    for (const controller of world.controllers) await controller.start();
    await world.pass(35_000);
    expect(world.places()).toEqual([1, 2, 3]);
  });

  it('bring addresses back to a host that is well again, as many in a minute as they may', async () => {
    const world = await begin({ at: [...times(12, 2), ...times(12, 3)], movesPerMinute: 4 });
    await world.pass(43_000);
    expect(world.writes).toHaveLength(4);
    await world.pass(60_000);
    expect(world.writes).toHaveLength(8);
    await world.pass(180_000);
    expect(counts(world)).toEqual({ 1: 8, 2: 8, 3: 8 });
    expect(mostWrites(world)).toBe(1);
  });

  it('leave them where that is not wanted', async () => {
    const world = await begin({ at: [...times(12, 2), ...times(12, 3)], movesPerMinute: 0 });
    await world.pass(120_000);
    expect(world.writes).toEqual([]);
  });

  it('balance nothing while a host is in doubt', async () => {
    const world = new FleetWorld({ at: [...times(12, 2), ...times(12, 3)], movesPerMinute: 60 });
    onTestFinished(() => world.end());
    world.kill(3, ['c1']);
    for (const controller of world.controllers.slice(0, 2)) await controller.start();
    await world.pass(90_000);
    expect(world.writes).toEqual([]);
  });

  it('let be what has not come away before its host is well again', async () => {
    const world = await begin({ at: [...times(6, 1), 2, 3] });
    const leader = leaderIn(world);
    const { faults } = world.cloud.cloud;
    faults.add({ match: { method: 'POST' }, skip: 2, times: 0, fault: { type: 'hang' } });
    world.kill(1);
    await world.pass(20_000, () => {
      if (world.writes.length > 0) world.revive(1);
    });
    faults.clear();
    await world.pass(60_000);
    expect(counts(world)).toEqual({ 1: 4, 2: 2, 3: 2 });
    expect({ most: mostWrites(world), all: world.writes.length }).toEqual({ most: 1, all: 6 });
    expect(verdictsOf(leader)).toEqual(times(8, 'ok'));
    const outcomes = leader.journal().filter((entry) => isOutcome(entry));
    expect(outcomes.map(({ result }) => result.outcome).toSorted()).toEqual([
      ...times(2, 'moved'),
      ...times(4, 'superseded'),
    ]);
    expect(outcomes.find(({ result }) => result.outcome !== 'moved')?.result).toMatchObject({
      why: expect.stringMatching(
        /^it was to go to [23], and it was called off, since its host 1 is well again$/,
      ),
      warning: expect.stringContaining('a write was sent before that'),
    });
  });

  it('bring to its end what the cloud has accepted before its host is well again', async () => {
    const world = await begin({ at: [...times(6, 1), 2, 3], actionMs: 8000 });
    const leader = leaderIn(world);
    world.kill(1);
    await world.pass(60_000, () => {
      if (world.writes.length > 0) world.revive(1);
    });
    expect(counts(world)).toEqual({ 2: 4, 3: 4 });
    expect(mostWrites(world)).toBe(1);
    const outcomes = leader.journal().filter((entry) => isOutcome(entry));
    expect(outcomes.map(({ result }) => result.outcome)).toEqual(times(6, 'moved'));
  });

  it('bring what another node has to one of them, gently', async () => {
    const world = await begin({ at: [...times(5, 99), 1, 2, 3], movesPerMinute: 2 });
    expect(world.writes).toHaveLength(2);
    await world.pass(180_000);
    expect(counts(world)['99']).toBeUndefined();
  });

  it('say who leads, what is where, and which host is dead', async () => {
    const world = await begin({ at: six });
    for (const host of [2, 3]) world.kill(host, ['c1']);
    world.kill(1);
    await world.pass(30_000);
    const leader = leaderIn(world);
    const { watcher, session } = leader;
    if (watcher === undefined || session === undefined) throw new Error('It has ended');
    const [first] = watchedStatus(watcher, session);
    expect(first).toMatchObject({
      role: 'MASTER',
      verdict: 'ok',
      trigger: { type: 'hosts', by: 'hosts web', says: 'hold' },
    });
    expect(leader.journal()).toContainEqual(
      expect.objectContaining({ type: 'host', fleet: 'web', node: '1', is: 'dead', of: 3 }),
    );
    const other = world.controllers.find((one) => one !== leader);
    if (other?.watcher === undefined || other.session === undefined)
      throw new Error('It has ended');
    expect(other.watcher.health('hetzner')).toMatchObject({ failure: undefined });
    expect(watchedStatus(other.watcher, other.session)[0]).toMatchObject({ role: 'BACKUP' });
  });
});
