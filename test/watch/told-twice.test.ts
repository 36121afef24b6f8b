import { describe, expect, it } from 'vitest';

import { keyOf } from '../../src/core/address.ts';
import { fakeHost } from '../support/fake-host.ts';
import { localStateIn } from '../support/local-state.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { ip, holder, place, posts, startWatching } from '../support/watching.ts';
import type { Watching } from '../support/watching.ts';

it('a takeover goes on where a hook tells once more of what began it, while its write is on its way', async () => {
  const config = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }]\n`;
  const watching = await startWatching({ config });
  const { hear, pass, world, clock } = watching;
  await pass(1000);
  const match = { service: 'digitalocean-api', method: 'POST' };
  world.cloud.faults.add({ match, fault: { type: 'latency', ms: 400 } });
  hear('MASTER');
  await pass(100);
  expect(posts(watching)).toHaveLength(1);
  const before = clock.now();
  hear('MASTER');
  await pass(3000);
  expect(clock.now()).toBeGreaterThan(before);
  expect(posts(watching)).toHaveLength(1);
  expect(outcomes(watching)).toEqual(['moved']);
  expect(watching.bugs).toEqual([]);
});

function outcomes(watching: Watching): readonly string[] {
  return watching
    .journal()
    .filter((line) => line.includes('"type":"outcome"'))
    .map((line) => JSON.parse(line).result.outcome);
}

describe('an IP on an interface, and the event that keepalived tells of it', () => {
  const config = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1, vip: 10.0.4.99 }]\n`;
  const match = { service: 'digitalocean-api', method: 'POST' };

  /** A watcher to whose host a VIP comes, with a cloud that takes its time. */
  async function start(): Promise<Watching & { readonly see: (isHere: boolean) => void }> {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.world.cloud.faults.add({ match, fault: { type: 'latency', ms: 400 } });
    const see = (isHere: boolean): void => {
      if (isHere) watching.ips.add('10.0.4.99');
      else watching.ips.delete('10.0.4.99');
      watching.reloadable.watcher.lookAtInterfaces();
    };
    return { ...watching, see };
  }

  it.each([1, 20, 200])('are one takeover, %i ms apart', async (ms) => {
    const watching = await start();
    watching.see(true);
    await watching.pass(ms);
    watching.hear('MASTER');
    await watching.pass(ms);
    watching.hear('MASTER');
    await watching.pass(5000);
    expect(posts(watching)).toHaveLength(1);
    expect(outcomes(watching)).toEqual(['moved']);
    expect(holder(watching)).toBe(222);
  });

  it('are one takeover where the event comes first', async () => {
    const watching = await start();
    watching.hear('MASTER');
    await watching.pass(50);
    watching.see(true);
    await watching.pass(5000);
    expect(posts(watching)).toHaveLength(1);
    expect(outcomes(watching)).toEqual(['moved']);
  });

  it('are two where this node was BACKUP in between', async () => {
    const watching = await start();
    watching.see(true);
    await watching.pass(20);
    watching.hear('BACKUP');
    watching.see(false);
    await watching.pass(20);
    watching.see(true);
    watching.hear('MASTER');
    await watching.pass(5000);
    expect(outcomes(watching).at(-1)).toMatch(/moved|already-held/);
    expect(holder(watching)).toBe(222);
  });

  it('count as one when the address is taken away after that', async () => {
    const watching = await start();
    watching.see(true);
    await watching.pass(5);
    watching.hear('MASTER');
    await watching.pass(3000);
    place(watching, 111);
    await watching.pass(60_000);
    expect(holder(watching)).toBe(222);
    expect(watching.logged).toContain('error: contested');
  });
});

it('a takeover that is told once more stands in the host lock with what was told last', async () => {
  const runtimeFolder = temporaryFolder();
  const config = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }]\n`;
  const watching = await startWatching({ config, runtimeFolder });
  await watching.pass(1000);
  const match = { service: 'digitalocean-api', method: 'POST' };
  watching.world.cloud.faults.add({ match, fault: { type: 'latency', ms: 400 } });
  const [address] = watching.reloadable.session.config.addresses;
  // Cron, which finds out who is at work.
  const cron = localStateIn(runtimeFolder, fakeHost({ ticks: 5000, pid: 9000 }));
  const entry = cron.locks.enter(address === undefined ? '' : keyOf(address), {
    ticks: 5000,
    pid: 9000,
    reason: 'claim',
  });
  const first = { ticks: 2000, pid: 20 };
  const second = { ticks: 2003, pid: 23 };
  watching.hear('MASTER', 'VI_1', first);
  await watching.pass(50);
  expect(entry.others()).toMatchObject([first]);
  watching.hear('MASTER', 'VI_1', second);
  expect(entry.others()).toMatchObject([second]);
  entry.leave();
  await watching.pass(3000);
  expect(entry.others()).toEqual([]);
  expect(posts(watching)).toHaveLength(1);
});
