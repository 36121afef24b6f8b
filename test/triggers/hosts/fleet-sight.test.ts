import { describe, expect, it } from 'vitest';

import type { Fleet } from '../../../src/core/fleet.ts';
import { readBallot, writeBallot } from '../../../src/triggers/hosts/ballot-text.ts';
import { FleetSight } from '../../../src/triggers/hosts/fleet-sight.ts';
import { HostClock, WorldClock } from '../../chaos/lease/world-clock.ts';

const fleet: Fleet = {
  name: 'web',
  controllers: ['c1', 'c2', 'c3'],
  nodes: [{ node: '1', name: 'h1', check: { tcp: 'h1:1' } }],
  intervalMs: 1000,
  timeoutMs: 1000,
  movesPerMinute: 6,
};
const dead = new Map([
  ['c1', '{"well":[],"silent":["1"]}'],
  ['c2', '{"well":[],"silent":["1"]}'],
]);

function sightOn(clock: HostClock): { sight: FleetSight; is: () => string | undefined } {
  const sight = new FleetSight(fleet, { clock, ttlMs: 3000 });
  return { sight, is: () => sight.health().get('1')?.is };
}

describe('what controllers have heard of each other', () => {
  it('is worth something for as long as a lease lasts', async () => {
    const world = new WorldClock();
    const { sight, is } = sightOn(new HostClock(world, 1));
    expect(is()).toBe('unknown');
    expect(sight.hear(dead)).toBe(true);
    expect(sight.hear(dead)).toBe(false);
    expect(is()).toBe('dead');
    await world.runUntil(2999, () => undefined);
    expect(is()).toBe('dead');
    await world.runUntil(3000, () => undefined);
    expect(is()).toBe('unknown');
  });

  it('is worth nothing once this host has been asleep', async () => {
    const world = new WorldClock();
    const clock = new HostClock(world, 1);
    const { sight, is } = sightOn(clock);
    sight.hear(dead);
    clock.pause(10_000, true);
    await world.runUntil(10_000, () => undefined);
    expect(clock.now()).toBe(0);
    expect(is()).toBe('unknown');
  });
});

describe('a ballot in etcd', () => {
  it('is read as it was written', () => {
    const ballot = { well: ['1'], silent: ['2'] };
    expect(readBallot(writeBallot(ballot))).toEqual(ballot);
  });

  it.each(['', 'null', '[]', '{"well":"1"}', '{"well":["1"],"silent":["1"]}'])(
    'says nothing of a host where it makes no sense: %s',
    (text) => {
      expect(readBallot(text)).toEqual({ well: [], silent: [] });
    },
  );
});
