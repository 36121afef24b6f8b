import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { recordedRole } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

/** The built watcher and hooks, of which some see another uptime than the kernel's, as under lxcfs. */

const ip = '203.0.113.10';

const quick = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 30
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;

const canBind =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', 'mount', '--bind', '/proc/version', '/proc/uptime']).status ===
    0;
if (!canBind) console.log('another uptime is not tried: that needs root');

/** Waits until the address was brought here so many times, and read back. */
async function moved({ served, host }: Scene, times: number): Promise<void> {
  await until(`moved ${times} times`, () => {
    const journal = readFileSync(join(host.state, 'journal.jsonl'), {
      encoding: 'utf8',
      flag: 'a+',
    });
    return journal.split('"outcome":"moved"').length > times;
  });
  const { digitalocean } = served.cloud;
  expect(digitalocean.reservedIps.get(ip)?.droplet).toBe(222);
}

/** The other host takes the address for a moment. */
function takeAway({ served }: Scene): void {
  const { digitalocean } = served.cloud;
  const reserved = digitalocean.reservedIps.get(ip);
  if (reserved !== undefined) digitalocean.place(reserved, 111);
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition() && Date.now() < end) await sleep(5);
  expect(condition(), what).toBe(true);
}

/** What a process believes to be the uptime; without one, it sees the kernel's. */
type Uptime = string | undefined;

const below = 'mount --bind "$UPTIME" /proc/uptime && exec "$0" "$@"';

function start(host: HookHost, args: readonly string[], uptime: Uptime): ChildProcess {
  if (uptime === undefined) return host.start(args);
  const command = [process.execPath, resolve('bin/floatip.js'), ...args];
  const env = { ...host.env, UPTIME: uptime };
  return spawn('unshare', ['--mount', 'sh', '-c', below, ...command], { env, stdio: 'ignore' });
}

interface Scene {
  readonly served: ServedCloud;
  readonly host: HookHost;
  readonly fifo: string;
}

async function scene(): Promise<Scene> {
  const served = await startServedCloud(quick);
  const host = hookHost(served, '', 'timing: { interval: 500ms }');
  const fifo = join(temporaryFolder(), 'fifo');
  expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
  return { served, host, fifo };
}

/** Starts a watcher, and waits until it has looked. */
async function watch({ served, host, fifo }: Scene, uptime?: Uptime): Promise<void> {
  const before = looks(served);
  const child = start(host, ['watch', '--fifo', fifo], uptime);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ending(child);
  });
  await until('the first look', () => looks(served) > before);
}

function looks({ cloud }: ServedCloud): number {
  const isLook = ({ method, path }: { method: string; path: string }): boolean =>
    method === 'GET' && path.startsWith('/v2/reserved_ips');
  return cloud.received.list().filter(isLook).length;
}

async function hook(host: HookHost, state: string, uptime?: Uptime): Promise<void> {
  const child = start(host, ['notify', 'INSTANCE', 'VI_1', state, '200'], uptime);
  expect(await ending(child)).toBe(0);
}

/** A file with which somebody replaces the uptime. */
function uptimeFile(text: string): string {
  return temporaryFile('uptime', text);
}

describe.skipIf(!canBind)("where an uptime is not the kernel's", () => {
  const cases = [
    ['counts from the start of the container', '60.00 60.00\n'],
    ['is that of an older host', '9999999999.00 60.00\n'],
    ['is broken', 'not available\n'],
    ['is empty', ''],
  ] as const;

  it.each(cases)('a watcher whose uptime %s heals what a hook has claimed', async (_what, text) => {
    const at = await scene();
    await watch(at, uptimeFile(text));
    await hook(at.host, 'MASTER');
    await moved(at, 1);
    takeAway(at);
    await moved(at, 2);
  });

  it.each(cases)('a watcher whose uptime %s is told later than a hook', async (_what, text) => {
    const at = await scene();
    await hook(at.host, 'BACKUP');
    await watch(at, uptimeFile(text));
    appendFileSync(at.fifo, 'INSTANCE "VI_1" MASTER 200\n');
    await moved(at, 1);
    expect(recordedRole(at.host.runtime)).toBe('MASTER');
  });

  it.each(cases)('a hook whose uptime %s is told later than the FIFO', async (_what, text) => {
    const at = await scene();
    await watch(at);
    appendFileSync(at.fifo, 'INSTANCE "VI_1" BACKUP 200\n');
    await until('recorded', () => recordedRole(at.host.runtime) === 'BACKUP');
    await hook(at.host, 'MASTER', uptimeFile(text));
    await moved(at, 1);
  });

  it('goes on where the uptime falls back while a watcher runs', async () => {
    const at = await scene();
    const file = uptimeFile(readFileSync('/proc/uptime', 'utf8'));
    await watch(at, file);
    writeFileSync(file, '60.00 60.00\n');
    await hook(at.host, 'MASTER');
    await moved(at, 1);
    appendFileSync(at.fifo, 'INSTANCE "VI_1" BACKUP 200\n');
    await until('recorded', () => recordedRole(at.host.runtime) === 'BACKUP');
    takeAway(at);
    appendFileSync(at.fifo, 'INSTANCE "VI_1" MASTER 200\n');
    await moved(at, 2);
  });
});

describe('an event with an order of the future', () => {
  const event = {
    scope: 'INSTANCE',
    name: 'VI_1',
    state: 'BACKUP',
    priority: 100,
    order: { ticks: Number.MAX_SAFE_INTEGER, pid: 1 },
  };

  it('ends no failover where it comes by the socket', async () => {
    const at = await scene();
    await watch(at);
    const socket = createConnection(join(at.host.runtime, 'watch.sock'));
    socket.write(`${JSON.stringify(event)}\n`);
    await once(socket.resume(), 'close');
    expect(recordedRole(at.host.runtime)).toBe('BACKUP');
    await hook(at.host, 'MASTER');
    await moved(at, 1);
    takeAway(at);
    await moved(at, 2);
  });

  it('ends no failover where a file has it, and is told', async () => {
    const at = await scene();
    const { runtime, state } = at.host;
    await hook(at.host, 'BACKUP');
    const boot = join(runtime, readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8));
    writeFileSync(join(boot, 'events', 'VI_1', `${Number.MAX_SAFE_INTEGER}-1-BACKUP`), '');
    await hook(at.host, 'MASTER');
    await moved(at, 1);
    const log = readFileSync(join(state, 'hook.log'), 'utf8');
    expect(log.split('an event is dated later than now')).toHaveLength(2);
  });
});
