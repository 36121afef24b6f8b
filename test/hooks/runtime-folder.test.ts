import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** A watcher has to work also where it can share nothing with the hooks of its host. */

const canTry = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!canTry) console.log('full and read-only runtime folders are not tried: this needs root');

interface Watch {
  readonly child: ChildProcess;
  readonly fifo: string;
  /** HOST:PORT of its pages, once it says so. */
  pages(): string | undefined;
  log(): string;
}

/** Starts a watcher for which the runtime folder is as these commands leave it, as `$RUNTIME`. */
function watchIn(host: HookHost, mount: string): Watch {
  const fifo = join(temporaryFolder(), 'fifo');
  expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
  const watch = `watch --fifo ${fifo} --listen 127.0.0.1:0`;
  const script = `set -e; mkdir -p "$RUNTIME"; ${mount}; exec ${process.execPath} bin/floatip.js ${watch}`;
  const child = spawn('unshare', ['--mount', 'sh', '-c', script], {
    env: { ...host.env, RUNTIME: host.runtime },
    stdio: 'ignore',
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const path = join(host.state, 'hook.log');
  const log = (): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');
  return { child, fifo, log, pages: () => / url=(\S+)/.exec(log())?.[1] };
}

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet;
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition() && Date.now() < end;) await sleep(5);
  expect(condition(), what).toBe(true);
}

const unheard = 'hooks cannot hand over what they are told: Cannot listen at';
const memoryEvents = 'what it is told is not recorded for other processes:';

describe.skipIf(!canTry)('floatip watch with a runtime folder that is', () => {
  it.each([
    ['read-only', 'mount -t tmpfs -o ro tmpfs "$RUNTIME"', [unheard, memoryEvents]],
    [
      'without room for a file',
      'mount -t tmpfs -o nr_inodes=1 tmpfs "$RUNTIME"',
      [unheard, memoryEvents],
    ],
    [
      'full',
      'mount -t tmpfs -o size=64k tmpfs "$RUNTIME"; cat /dev/zero >"$RUNTIME/zeros" 2>/dev/null || true',
      [memoryEvents],
    ],
    ['no folder', 'rmdir "$RUNTIME"; : >"$RUNTIME"', [unheard, memoryEvents]],
  ])('%s takes over by its FIFO, and says what it lacks', async (_what, mount, lacks) => {
    const served = await startServedCloud();
    const { child, fifo, log, pages } = watchIn(hookHost(served), mount);
    await until('it watches', () => log().includes('info watching'));
    appendFileSync(fifo, 'INSTANCE "VI_1" MASTER 200\n');
    await until('moved', () => holder(served) === 222);
    const told = lacks.map((lack) => expect.stringContaining(lack));
    const status = await (await fetch(`${pages()}/status`)).json();
    expect(status).toMatchObject({ lacks: told });
    const warnings = log()
      .trim()
      .split('\n')
      .filter((line) => line.includes('warn cannot share with hooks what it should'));
    expect(warnings).toEqual([expect.stringContaining(' lacks=[')]);
    for (const lack of lacks) expect(warnings[0]).toContain(lack);
    expect((await fetch(`${pages()}/readyz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ending(child)).toBe(143);
  });

  it('as it should be lacks nothing, and leaves no probe behind', async () => {
    const served = await startServedCloud();
    const host = hookHost(served);
    const { log, pages } = watchIn(host, 'true');
    await until('it watches', () => log().includes('info watching'));
    expect(await (await fetch(`${pages()}/status`)).json()).toMatchObject({ lacks: [] });
    expect(log()).not.toContain('cannot share');
    expect(spawnSync('ls', ['-A', host.runtime]).stdout.toString()).not.toContain('probe');
  });

  it('read-only, with another watcher in it, is left to that one', async () => {
    const served = await startServedCloud();
    const host = hookHost(served);
    const first = host.start(['watch']);
    onTestFinished(() => void first.kill('SIGKILL'));
    await until('it listens', () => existsSync(join(host.runtime, 'watch.sock')));
    const readOnly = 'mount --bind "$RUNTIME" "$RUNTIME"; mount -o remount,bind,ro "$RUNTIME"';
    const { child, log } = watchIn(host, readOnly);
    expect(await ending(child)).toBe(3);
    expect(log()).not.toContain('cannot share');
  });

  it('too long a path is refused', async () => {
    const host = hookHost(await startServedCloud());
    const long = { ...host, runtime: join(host.runtime, 'x'.repeat(100)) };
    const env = { ...host.env, FLOATIP_RUNTIME_DIR: long.runtime };
    expect(await ending(watchIn({ ...long, env }, 'true').child)).toBe(3);
  });
});
