import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import type { EventState } from '../../src/core/vrrp.ts';
import { recordedRole } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { token } from '../support/token.ts';

/** Real hooks, started within milliseconds of each other: which of them runs first is up to the kernel. */

const rounds = Number(process.env['FLOATIP_ROUNDS'] ?? 100);
const ip = '203.0.113.10';

const quick = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  limits: { perMinute: 100000, perHour: 100000 }
  actionMs: 20
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;

function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.toSorted((left, right) => left.key - right.key).map(({ item }) => item);
}

describe('hooks that are started at once', () => {
  it(`follow the last that was started, ${rounds} times`, { timeout: 600_000 }, async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const random = seededRandom(20);
    const state = served.cloud.digitalocean;
    const reserved = state.reservedIps.get(ip);
    if (reserved === undefined) throw new Error('Not in the topology');
    const seen = { master: 0, backup: 0, killed: 0 };

    for (let round = 0; round < rounds; round += 1) {
      const states: EventState[] = ['MASTER', 'BACKUP', 'MASTER'];
      const shuffled = shuffle(states, random);
      const children = [];
      for (const one of shuffled) {
        children.push(host.start(['notify', 'INSTANCE', 'VI_1', one, '100']));
        await sleep(random() * 4);
      }
      const victim = children[Math.floor(random() * 6)];
      if (victim !== undefined && victim !== children.at(-1)) {
        await sleep(random() * 80);
        if (victim.kill('SIGKILL')) seen.killed += 1;
      }
      const endings = await Promise.all(children.map(ending));
      const last = shuffled.at(-1);
      const story = `round ${round}: ${shuffled.join(' ')} ended ${endings.join(' ')}`;
      expect(recordedRole(host.runtime), story).toBe(last);
      expect(endings.at(-1), story).toBe(0);
      while (state.pendingOn(reserved) !== undefined) {
        await sleep(5);
        state.settle();
      }
      if (last === 'MASTER') expect(reserved.droplet, story).toBe(222);
      seen[last === 'MASTER' ? 'master' : 'backup'] += 1;
      state.place(reserved, 111);
    }
    console.log(seen);
    expect(Math.min(seen.master, seen.backup, seen.killed)).toBeGreaterThan(rounds / 10);
  });

  it('send nothing once BACKUP has come, but what is on the wire', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const fault = { type: 'status', status: 500 } as const;
    served.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    const taking = host.start(['notify', 'INSTANCE', 'VI_1', 'MASTER', '100']);
    await sleep(1000);
    expect(await host.run(['notify', 'INSTANCE', 'VI_1', 'BACKUP', '100'])).toBe(0);
    const told = Date.now();
    expect(await ending(taking)).toBe(5);
    const posts = served.cloud.received.list().filter(({ method }) => method === 'POST');
    expect(posts.length).toBeGreaterThan(2);
    expect(posts.filter(({ atMs }) => atMs > told).length).toBeLessThanOrEqual(1);
  });
});
