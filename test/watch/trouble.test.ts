import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Address } from '../../src/core/address.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import { isAlive, troubles, watchedStatus } from '../../src/watch/watched-status.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';
import {
  api,
  apiRequests,
  holder,
  place,
  posts,
  startWatching,
  twoAddresses as config,
} from '../support/watching.ts';

describe('floatip watch in trouble', () => {
  it.each([
    ['a long interval', 'interval: 2m', undefined],
    ['requests that may take long, and do', 'request: 40s', { type: 'hang' }],
  ] as const)('passes as often as its supervisor asks, with %s', async (_what, timing, fault) => {
    const timed = `${config}timing: { ${timing} }`;
    const watching = await startWatching({ config: timed, maxWaitMs: 15_000 });
    if (fault !== undefined) watching.world.cloud.faults.add({ match: api, times: 0, fault });
    for (let minute = 0; minute < 5; minute += 1) {
      const before = watching.passes();
      await watching.pass(45_000);
      expect(watching.passes()).toBeGreaterThan(before);
    }
  });

  it.each([
    ['hangs', { type: 'hang' }],
    ['resets', { type: 'reset' }],
    ['serves HTML', { type: 'html' }],
    ['is down', { type: 'status', status: 503 }],
  ] as const)('survives a minute in which the cloud %s', async (_what, fault) => {
    const watching = await startWatching({ config });
    const { reloadable, world } = watching;
    await watching.pass(5000);
    expect(troubles(reloadable.watcher)).toEqual([]);
    world.cloud.faults.add({ match: api, times: 0, fault });
    await watching.pass(60_000);
    expect(troubles(reloadable.watcher)).toHaveLength(1);
    expect(isAlive(reloadable.watcher, reloadable.session)).toBe(true);
    const [status] = watchedStatus(reloadable.watcher, reloadable.session);
    expect(status).toMatchObject({ owner: { state: 'unknown' }, lastSeen: '111' });
    expect(status?.ageMs).toBeGreaterThan(50_000);
    world.cloud.faults.clear();
    watching.hear('MASTER');
    await watching.pass(10_000);
    expect(holder(watching)).toBe(222);
    await watching.pass(60_000);
    expect(troubles(reloadable.watcher)).toEqual([]);
    const told = watching.logged.filter((line) => line.includes('cannot read'));
    expect(told).toHaveLength(1);
    expect(watching.bugs).toEqual([]);
  });

  it('asks nothing for as long as the cloud asks it to wait, and for a minute at most', async () => {
    const watching = await startWatching({ config });
    await watching.pass(5000);
    const headers = { 'retry-after': '300' };
    const fault = { type: 'status', status: 429, headers } as const;
    watching.world.cloud.faults.add({ match: api, times: 2, fault });
    await watching.pass(10_000);
    const before = apiRequests(watching).length;
    await watching.pass(49_000);
    expect(apiRequests(watching)).toHaveLength(before);
    expect(isAlive(watching.reloadable.watcher, watching.reloadable.session)).toBe(true);
    // A takeover does not wait for that.
    watching.hear('MASTER');
    await watching.pass(3000);
    expect(holder(watching)).toBe(222);
    await watching.pass(15_000);
    expect(apiRequests(watching).length).toBeGreaterThan(before + 4);
    expect(troubles(watching.reloadable.watcher)).toEqual([]);
  });

  it('survives a minute without DNS', async () => {
    const watching = await startWatching({ config });
    const { reloadable } = watching;
    await watching.pass(5000);
    watching.dns = false;
    await watching.pass(60_000);
    expect(troubles(reloadable.watcher)).toEqual([expect.stringContaining('EAI_AGAIN')]);
    expect(isAlive(reloadable.watcher, reloadable.session)).toBe(true);
    watching.dns = true;
    watching.hear('MASTER');
    await watching.pass(10_000);
    expect(holder(watching)).toBe(222);
    await watching.pass(60_000);
    expect(troubles(reloadable.watcher)).toEqual([]);
  });

  it('goes on once its token can be read', async () => {
    const tokenFile = join(temporaryFolder(), 'token');
    const watching = await startWatching({
      config: `providers: { digitalocean: { tokenFile: ${tokenFile} } }${config}`,
    });
    await watching.pass(30_000);
    expect(troubles(watching.reloadable.watcher)).toHaveLength(1);
    writeFileSync(tokenFile, token, { mode: 0o600 });
    await watching.pass(120_000);
    expect(troubles(watching.reloadable.watcher)).toEqual([]);
    watching.hear('MASTER');
    await watching.pass(2000);
    expect(holder(watching)).toBe(222);
  });

  it('keeps an event until it knows who it is, and then takes over at once', async () => {
    const watching = await startWatching({ config });
    const metadata = { service: 'digitalocean-metadata' } as const;
    const { faults } = watching.world.cloud;
    faults.add({ match: metadata, times: 0, fault: { type: 'status', status: 503 } });
    await watching.pass(60_000);
    expect(troubles(watching.reloadable.watcher)).toEqual([expect.stringContaining('No metadata')]);
    watching.hear('MASTER');
    await watching.pass(60_000);
    expect(apiRequests(watching)).toEqual([]);
    faults.clear();
    await watching.pass(4000);
    // Beside it, the pass looks at what is not being taken over.
    const [first, ...rest] = apiRequests(watching);
    const post = [first, ...rest].find((request) => request?.method === 'POST');
    expect(post?.atMs).toBe(first?.atMs);
    expect(holder(watching)).toBe(222);
  });

  it('believes what it could not record, with another config as well', async () => {
    const watching = await startWatching({ config, runtimeFolder: '/dev/null/full' });
    const { reloadable } = watching;
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(10_000);
    expect(holder(watching)).toBe(222);
    reloadable.reload(reloadable.session.config);
    place(watching, 111);
    await watching.pass(60_000);
    expect(holder(watching)).toBe(222);
    watching.hear('BACKUP');
    place(watching, 111);
    await watching.pass(60_000);
    expect(holder(watching)).toBe(111);
  });

  it.each(['ended', 'passed'] as const)(
    'tells of a bug in %s(), and can still end',
    async (name) => {
      const bug = new Error('a bug');
      const fail = (): never => {
        throw bug;
      };
      const watching = await startWatching({ config, metrics: { ...noMetrics, [name]: fail } });
      await watching.pass(1000);
      watching.hear('MASTER');
      await watching.pass(10_000);
      expect(watching.bugs).toEqual([bug]);
    },
  );

  it('tells what it watches with another config, at once and when the old one is done', async () => {
    const told: string[] = [];
    const metrics = {
      ...noMetrics,
      seen: ({ name }: Address) => void told.push(name),
      watching: (addresses: readonly Address[]) =>
        void told.push(`watching ${addresses.map(({ name }) => name).join(' ')}`),
    };
    const watching = await startWatching({ config, metrics });
    const { reloadable } = watching;
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(20);
    told.length = 0;
    reloadable.reload({
      ...reloadable.session.config,
      addresses: reloadable.session.config.addresses.slice(1),
    });
    expect(told).toEqual(['watching six']);
    await watching.pass(30_000);
    // The takeover that went on has told of what is no longer watched.
    expect(told.indexOf('web')).toBeGreaterThan(0);
    expect(told.lastIndexOf('watching six')).toBeGreaterThan(told.lastIndexOf('web'));
  });

  it('counts as alive with another config, however long it has been up', async () => {
    const watching = await startWatching({ config });
    const { reloadable, world } = watching;
    await watching.pass(3_600_000);
    world.cloud.faults.add({ match: api, times: 0, fault: { type: 'hang' } });
    reloadable.reload(reloadable.session.config);
    await watching.pass(1000);
    expect(isAlive(reloadable.watcher, reloadable.session)).toBe(true);
  });

  it('looks after the others as often where one address is not there', async () => {
    const unknown =
      '  - { name: gone, kind: digitalocean-reserved-ip, ip: 203.0.113.99, follow: VI_3 }';
    const watching = await startWatching({ config: `${config}${unknown}\n` });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(300_000);
    expect(troubles(watching.reloadable.watcher)).toEqual([
      expect.stringContaining('203.0.113.99'),
    ]);
    place(watching, 111);
    await watching.pass(15_000);
    expect(holder(watching)).toBe(222);
  });

  it('says why the cloud refuses, and asks again less and less often', async () => {
    const watching = await startWatching({ config });
    const fault = { type: 'status', status: 403 } as const;
    watching.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(600_000);
    // It is believed when it says so twice.
    const asked = posts(watching).length / 2;
    expect(asked).toBeGreaterThan(8);
    expect(asked).toBeLessThan(15);
    expect(watching.logged.filter((line) => line === 'error: takeover failed')).toHaveLength(asked);
    // An event waits for nothing.
    watching.hear('MASTER');
    await watching.pass(1000);
    expect(posts(watching)).toHaveLength(2 * asked + 2);
    watching.world.cloud.faults.clear();
    await watching.pass(70_000);
    expect(holder(watching)).toBe(222);
  });

  it('goes on with another config, and finishes what it was doing', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.hear('MASTER');
    // The answer is on its way.
    await watching.pass(20);
    const { reloadable } = watching;
    reloadable.reload({
      ...reloadable.session.config,
      addresses: reloadable.session.config.addresses.slice(0, 1),
    });
    expect(watchedStatus(reloadable.watcher, reloadable.session)).toHaveLength(1);
    await watching.pass(30_000);
    expect(holder(watching)).toBe(222);
    expect(posts(watching)).toHaveLength(1);
    expect(watching.logged.filter((line) => /^(?:warn|error)/.test(line))).toEqual([]);
    expect(watching.bugs).toEqual([]);
  });

  it('ends the takeovers of all its configs when it ends', async () => {
    const watching = await startWatching({ config });
    const { reloadable, clock, world } = watching;
    const fault = { type: 'status', status: 500 } as const;
    world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(100);
    reloadable.reload(reloadable.session.config);
    await watching.pass(100);
    await clock.run(reloadable.end());
    const before = posts(watching).length;
    await watching.pass(60_000);
    expect(posts(watching)).toHaveLength(before);
  });
});
