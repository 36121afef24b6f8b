import { describe, expect, it } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { freePorts } from '../support/free-ports.ts';
import { startLeaseWatcher } from '../support/lease-watchers.ts';
import type { LeaseWatcher } from '../support/lease-watchers.ts';
import { startEtcd, whyNoEtcd } from '../support/real-etcd.ts';
import type { RealEtcd } from '../support/real-etcd.ts';
import { startServedCloud } from '../support/served-cloud.ts';

interface Scene {
  readonly cloud: ServedCloud;
  readonly etcd: RealEtcd;
  readonly first: LeaseWatcher;
  readonly second: LeaseWatcher;
}

const patience = { timeout: 30_000, interval: 10 };

async function start(): Promise<Scene> {
  const [cloud, etcd] = await Promise.all([startServedCloud(), startEtcd()]);
  const { endpoints } = etcd;
  const first = startLeaseWatcher(222, { cloud, endpoints });
  await untilAt(cloud, 222);
  const second = startLeaseWatcher(111, { cloud, endpoints });
  await expect
    .poll(async () => (await second.run(['lease', 'list'])).stdout, patience)
    .toContain('then lb111');
  return { cloud, etcd, first, second };
}

function holder({ cloud: { digitalocean } }: ServedCloud): number | null | undefined {
  digitalocean.settle();
  return digitalocean.reservedIps.get('203.0.113.10')?.droplet;
}

/** Returns how long it took. */
async function untilAt(cloud: ServedCloud, node: number): Promise<number> {
  const from = performance.now();
  await expect.poll(() => holder(cloud), patience).toBe(node);
  return performance.now() - from;
}

/** Passes of all watchers from now on. */
async function untilPasses({ cloud: { received } }: ServedCloud, more: number): Promise<void> {
  const reads = (): number => received.list().filter(({ method }) => method === 'GET').length;
  const before = reads();
  await expect.poll(reads, patience).toBeGreaterThanOrEqual(before + more);
}

const skipped = whyNoEtcd === undefined ? '' : ` (${whyNoEtcd})`;

describe.skipIf(whyNoEtcd !== undefined)(`watchers that follow a lease in etcd${skipped}`, () => {
  it('hand over when one is stopped, when it is asked to, and when it is killed', async () => {
    const { cloud, etcd, first, second } = await start();
    const list = await first.run(['lease', 'list']);
    expect(list.stdout).toMatch(/^web {2}lb222 \(epoch \d+\); then lb111\n$/);
    const released = await second.run(['lease', 'release', 'web']);
    expect(released).toMatchObject({ code: 0, stdout: 'web: lb222 → lb111\n' });
    await untilAt(cloud, 111);
    // While a takeover goes on, a lease is left to run out instead.
    await expect.poll(async () => (await second.run(['history'])).stdout, patience).toContain('→');
    const stopping = second.stop();
    const gracefulMs = await untilAt(cloud, 222);
    await stopping;
    const third = startLeaseWatcher(111, { cloud, endpoints: etcd.endpoints });
    await expect
      .poll(async () => (await first.run(['lease', 'list'])).stdout, patience)
      .toContain('then lb111');
    await first.kill();
    const crashMs = await untilAt(cloud, 111);
    console.log({ gracefulMs: Math.round(gracefulMs), crashMs: Math.round(crashMs) });
    // Sooner than a lease runs out, also on a busy machine.
    expect(gracefulMs).toBeLessThan(2500);
    // A lease of 3 s, a second, and what the cloud and a busy machine take.
    expect(crashMs).toBeLessThan(3000 + 1000 + 3000);
    const status = await third.run(['status']);
    expect(status.stdout).toContain('hold (lease)');
  }, 120_000);

  it('leave a thawed one without the address, and nobody fights', async () => {
    const { cloud, first } = await start();
    first.freeze();
    await untilAt(cloud, 111);
    const { length } = cloud.cloud.received.list().filter(({ method }) => method === 'POST');
    first.thaw();
    const status = await first.run(['status', '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({
      addresses: [{ role: 'BACKUP', trigger: { type: 'lease', says: 'do not' } }],
    });
    // For as long as several passes and renewals take.
    await untilPasses(cloud, 6);
    const after = cloud.cloud.received.list().filter(({ method }) => method === 'POST');
    expect({ holder: holder(cloud), posts: after.length }).toEqual({ holder: 111, posts: length });
  }, 120_000);

  it('keep what they have and write nothing while all of etcd is away', async () => {
    const { cloud, etcd, first } = await start();
    for (const member of etcd.members) member.freeze();
    await expect
      .poll(async () => (await first.run(['history'])).stdout, patience)
      .toContain('lease web says unknown');
    expect(holder(cloud)).toBe(222);
    cloud.cloud.received.clear();
    await untilPasses(cloud, 4);
    expect(cloud.cloud.received.list().filter(({ method }) => method === 'POST')).toEqual([]);
    for (const member of etcd.members) member.thaw();
    await expect
      .poll(async () => (await first.run(['lease', 'list'])).stdout, patience)
      .toContain('(epoch');
  }, 120_000);

  it('go on by the word of their peers while all of etcd is away', async () => {
    const [cloud, etcd] = await Promise.all([startServedCloud(), startEtcd()]);
    const { endpoints } = etcd;
    const [one = '', two = ''] = (await freePorts(2)).map((port) => `127.0.0.1:${port}`);
    const failsafe = { listen: one, peers: [two] };
    const first = startLeaseWatcher(222, { cloud, endpoints, failsafe });
    await untilAt(cloud, 222);
    startLeaseWatcher(111, { cloud, endpoints, failsafe: { listen: two, peers: [one] } });
    const membersIn = async (): Promise<string> => await entryIn(endpoints[0] ?? '');
    await expect.poll(membersIn, patience).toContain('"members":["lb111","lb222"]');
    for (const member of etcd.members) member.freeze();
    const frozenAt = performance.now();
    const said = async (at: string): Promise<string> =>
      await (await fetch(`http://${at}/status`)).text();
    await expect.poll(async () => await said(one), patience).toContain('by the word of its peers');
    await expect.poll(async () => await said(two), patience).toContain('is left with lb222');
    // Longer than any lease lasts.
    await expect.poll(() => performance.now() - frozenAt, patience).toBeGreaterThan(5500);
    expect(await said(one)).toContain('by the word of its peers');
    expect((await first.run(['history'])).stdout).not.toContain('says unknown');
    expect(holder(cloud)).toBe(222);
    for (const member of etcd.members) member.thaw();
    await expect
      .poll(async () => await said(one), patience)
      .toMatch(/"why":"this host has lease web"/);
  }, 120_000);

  it('take no part where a holder has written down others, and are told what to do', async () => {
    const [cloud, etcd] = await Promise.all([startServedCloud(), startEtcd(1)]);
    const { endpoints } = etcd;
    const entry = { host: 'lb8', epoch: '2', ttlMs: 3000, members: ['lb8', 'lb9'] };
    await put(endpoints[0] ?? '', JSON.stringify(entry));
    const stranger = startLeaseWatcher(222, { cloud, endpoints });
    await expect
      .poll(async () => (await stranger.run(['lease', 'list'])).stdout, patience)
      .toBe('web  nobody has it; nobody else takes part; may not take part: lb222\n');
    // For as long as several passes and turns take.
    await untilPasses(cloud, 4);
    expect(holder(cloud)).toBe(111);
    const release = await stranger.run(['lease', 'release', 'web']);
    expect(release.stderr).toContain('only lb8, lb9 may take it');
    expect(release.stderr).toContain('etcdctl del /floatip/web/failsafe');
    const history = await stranger.run(['status', '--json']);
    expect(JSON.parse(history.stdout)).toMatchObject({ addresses: [{ verdict: 'elsewhere' }] });
  }, 120_000);
});

const entryKey = Buffer.from('/floatip/web/failsafe').toString('base64');

async function put(endpoint: string, text: string): Promise<void> {
  const body = JSON.stringify({ key: entryKey, value: Buffer.from(text).toString('base64') });
  await fetch(`${endpoint}/v3/kv/put`, { method: 'POST', body });
}

/** What a holder has written down of who may take part. */
async function entryIn(endpoint: string): Promise<string> {
  const body = JSON.stringify({ key: entryKey });
  const reply = await fetch(`${endpoint}/v3/kv/range`, { method: 'POST', body });
  const { kvs } = (await reply.json()) as { kvs?: { value: string }[] };
  return Buffer.from(kvs?.[0]?.value ?? '', 'base64').toString('utf8');
}
