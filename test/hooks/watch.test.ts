import { spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { recordedRole } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

/** The built watcher as a process of its own. */

const ip = '203.0.113.10';
const rounds = Number(process.env['FLOATIP_ROUNDS'] ?? 100);

const quick = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  limits: { perMinute: 100000, perHour: 100000 }
  actionMs: 30
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

async function until(what: string, condition: () => boolean, ms = 10_000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition() && Date.now() < end) await sleep(5);
  expect(condition(), what).toBe(true);
}

interface Watch {
  readonly child: ChildProcess;
  readonly fifo: string;
}

function watch(host: HookHost, fifo: string): ChildProcess {
  const child = host.start(['watch', '--fifo', fifo]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function watching(host: HookHost, served: ServedCloud): Promise<Watch> {
  const fifo = join(temporaryFolder(), 'fifo');
  expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
  const child = watch(host, fifo);
  await until('the first pass', () => looks(served) > 0);
  return { child, fifo };
}

function looks({ cloud }: ServedCloud): number {
  return cloud.received.list().filter(({ method, service }) => {
    return method === 'GET' && service === 'digitalocean-api';
  }).length;
}

function tell(fifo: string, state: string): void {
  appendFileSync(fifo, `INSTANCE "VI_1" ${state} 200\n`);
}

/** What a file of the state folder holds so far. */
function written({ state }: HookHost, name: string): string {
  const path = join(state, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('floatip watch as a process', () => {
  it('takes over what the FIFO tells it, and stops within two seconds', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const { child, fifo } = await watching(host, served);
    tell(fifo, 'MASTER');
    await until('moved', () => holder(served) === 222);
    const begin = Date.now();
    child.kill('SIGTERM');
    expect(await ending(child)).toBe(143);
    expect(Date.now() - begin).toBeLessThan(2000);
  });

  it('hears the last STOP that keepalived writes after it has ended it', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const { child, fifo } = await watching(host, served);
    tell(fifo, 'MASTER');
    await until('moved', () => holder(served) === 222);
    child.kill('SIGTERM');
    await sleep(50);
    // systemd tells it as well.
    child.kill('SIGTERM');
    tell(fifo, 'STOP');
    expect(await ending(child)).toBe(143);
    expect(written(host, 'journal.jsonl')).toContain('"state":"STOP"');
  });

  it('gives way at once to the one that a reload of keepalived puts in its place', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const { child, fifo } = await watching(host, served);
    const looksBefore = looks(served);
    child.kill('SIGTERM');
    const next = watch(host, fifo);
    await until('its first pass', () => looks(served) > looksBefore);
    tell(fifo, 'MASTER');
    await until('moved', () => holder(served) === 222);
    expect(await ending(child)).toBe(143);
    expect(next.exitCode).toBeNull();
  });

  it('acts for hooks, which leave at once', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    await watching(host, served);
    expect(await host.run(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'])).toBe(0);
    await until('moved', () => holder(served) === 222);
    expect(written(host, 'hook.log')).toContain('handed over to the watcher');
    await until('written down', () => written(host, 'journal.jsonl').includes('"moved"'));
    expect(written(host, 'journal.jsonl').match(/"moved"/g)).toHaveLength(1);
  });

  it('lets hooks do it themselves once it is gone', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const { child } = await watching(host, served);
    child.kill('SIGKILL');
    await ending(child);
    expect(await host.run(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'])).toBe(0);
    expect(holder(served)).toBe(222);
  });

  it('reads its config again, and refuses one that cannot be used', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const { child, fifo } = await watching(host, served);
    const good = readFileSync(host.config, 'utf8');
    writeFileSync(host.config, good.replace(ip, '203.0.113.300'));
    child.kill('SIGHUP');
    await until('refused', () => written(host, 'hook.log').includes('config refused'));
    tell(fifo, 'MASTER');
    await until('the old one is in force', () => holder(served) === 222);
    writeFileSync(host.config, good.replace('VI_1', 'VI_7'));
    child.kill('SIGHUP');
    await until('read again', () => written(host, 'hook.log').includes('config read again'));
  });

  it('begins with the config of before where nobody has corrected it', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const { child, fifo } = await watching(host, served);
    writeFileSync(host.config, readFileSync(host.config, 'utf8').replace('  -', '\t-'));
    child.kill('SIGTERM');
    await ending(child);
    watch(host, fifo);
    await until('told', () => written(host, 'hook.log').includes('went on with the one of'));
    tell(fifo, 'MASTER');
    await until('moved', () => holder(served) === 222);
  });

  it('pauses while no address has follow', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const { child, fifo } = await watching(host, served);
    const good = readFileSync(host.config, 'utf8');
    const reload = async (config: string, line: string): Promise<void> => {
      writeFileSync(host.config, config);
      child.kill('SIGHUP');
      await until(line, () => written(host, 'hook.log').includes(line));
    };
    await reload(good.replace(', follow: VI_1', ''), 'automation is paused');
    // It ends, and its supervisor starts it again, while nobody puts follow back in.
    child.kill('SIGTERM');
    await ending(child);
    const next = watch(host, fifo);
    tell(fifo, 'MASTER');
    await until('recorded', () => recordedRole(host.runtime) === 'MASTER');
    await sleep(100);
    expect(holder(served)).toBe(111);
    writeFileSync(host.config, good);
    next.kill('SIGHUP');
    await until('moved', () => holder(served) === 222);
  });

  it('refuses to begin where there is nothing to watch, or another watcher', async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    await watching(host, served);
    expect(await host.run(['watch'])).toBe(3);
    const idle = hookHost(served);
    writeFileSync(idle.config, 'addresses: []\n');
    expect(await idle.run(['watch'])).toBe(3);
  });

  it(`converges when it is killed, ${rounds} times`, { timeout: 600_000 }, async () => {
    const served = await startServedCloud(quick);
    const host = hookHost(served);
    const random = seededRandom(5);
    const { child: first, fifo } = await watching(host, served);
    let child = first;
    const state = served.cloud.digitalocean;
    const reserved = state.reservedIps.get(ip);
    if (reserved === undefined) throw new Error('Not in the topology');
    for (let round = 0; round < rounds; round += 1) {
      tell(fifo, 'BACKUP');
      // The watcher of the last round may still be starting: what it found was taken by the one before it.
      await until('listening', () => recordedRole(host.runtime) === 'BACKUP');
      state.settle();
      state.place(reserved, 111);
      tell(fifo, 'MASTER');
      // A line that was read and not yet recorded dies with its reader; from then on, a takeover goes on.
      await until('recorded', () => recordedRole(host.runtime) === 'MASTER');
      await sleep(random() * 60);
      child.kill('SIGKILL');
      await ending(child);
      // The supervisor. What the FIFO still holds, or what was recorded, tells the next one.
      child = watch(host, fifo);
      await until(`round ${round}`, () => holder(served) === 222);
      // Nobody who is not MASTER may write: on BACKUP, silence.
      tell(fifo, 'BACKUP');
      await until('recorded', () => recordedRole(host.runtime) === 'BACKUP');
      await sleep(30);
      served.cloud.received.clear();
      state.settle();
      state.place(reserved, 111);
      await sleep(30);
      const posts = served.cloud.received.list().filter(({ method }) => method === 'POST');
      expect(posts, `round ${round}`).toEqual([]);
    }
  });
});
