import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

/** A shell that the kernel knows as keepalived: it does as it is told, and then waits. */
function startKeepalived(script: string, host: HookHost): ChildProcess {
  const program = join(temporaryFolder(), 'keepalived');
  symlinkSync('/bin/sh', program);
  const env = { ...host.env, NODE: process.execPath };
  const child = spawn(program, ['-c', `${script}\necho done\nread _`], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet;
}

function takenByTheOther({ cloud }: ServedCloud): void {
  const reserved = cloud.digitalocean.reservedIps.get('203.0.113.10');
  if (reserved !== undefined) reserved.droplet = 111;
  cloud.received.clear();
}

function posts({ cloud }: ServedCloud): number {
  return cloud.received.list().filter(({ method }) => method === 'POST').length;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await ending(child);
}

const canSandbox = process.getuid?.() === 0 && spawnSync('setpriv', ['--version']).status === 0;
if (!canSandbox) console.log('not tried with the capabilities of hooks/floatip.service');

/** With no more capabilities than its unit leaves it, where they can be taken away. */
function startSandboxed(args: readonly string[], host: HookHost): ChildProcess {
  if (!canSandbox) return host.start(args);
  const unit = readFileSync('hooks/floatip.service', 'utf8');
  const [, names = ''] = /^CapabilityBoundingSet=(.*)$/m.exec(unit) ?? [];
  const kept = names.toLowerCase().replaceAll('cap_', '+').replaceAll(' ', ',');
  const floatip = [process.execPath, 'bin/floatip.js', ...args];
  return spawn('setpriv', [`--bounding-set=-all,${kept}`, ...floatip], {
    env: host.env,
    stdio: 'ignore',
  });
}

describe('a keepalived that is killed', () => {
  it('is not believed any more by cron, which did believe it', async () => {
    const served = await startServedCloud();
    const host = hookHost(served);
    // By way of a script, as operators do it, which the kernel calls by its name.
    const hook = '"$NODE" bin/floatip.js notify --instance VI_1 --state MASTER';
    const script = temporaryFile('keepalived_notify.sh', `#!/bin/sh\n${hook}\ntrue\n`, 0o700);
    const keepalived = startKeepalived(script, host);
    await once(keepalived.stdout!, 'data');
    expect(holder(served)).toBe(222);

    takenByTheOther(served);
    expect(await host.run(['reconcile', '--timeout', '10'])).toBe(0);
    expect(holder(served)).toBe(222);

    await kill(keepalived);
    takenByTheOther(served);
    expect(await host.run(['reconcile'])).toBe(0);
    expect([holder(served), posts(served)]).toEqual([111, 0]);
  });

  it('is not believed any more by the watcher of its FIFO', async () => {
    const served = await startServedCloud();
    const host = hookHost(served, '', 'timing: { interval: 1s }');
    const fifo = join(temporaryFolder(), 'fifo');
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    // Opened both ways, as keepalived does, and quiet for as long as the watcher looks for it.
    const line = `echo 'INSTANCE "VI_1" MASTER 100' >&3`;
    const keepalived = startKeepalived(`exec 3<>${fifo}\nread _\n${line}`, host);
    const watcher = startSandboxed(['watch', '--fifo', fifo], host);
    onTestFinished(() => void watcher.kill('SIGKILL'));
    await until(() => existsSync(join(host.runtime, 'watch.sock')));
    await sleep(300);
    keepalived.stdin!.write('\n');
    await until(() => holder(served) === 222 && journal(host).includes('"moved"'));

    await kill(keepalived);
    takenByTheOther(served);
    await until(() => passes(served) >= 3);
    expect([holder(served), posts(served)]).toEqual([111, 0]);
    // It does not even wait to take it back.
    expect(journal(host)).not.toContain('contested');
  });
});

function journal({ state }: HookHost): string {
  const path = join(state, 'journal.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function passes({ cloud }: ServedCloud): number {
  return cloud.received.list().filter(({ path }) => path.startsWith('/v2/')).length;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000 && !condition(); tries += 1) await sleep(10);
  expect(condition()).toBe(true);
}
