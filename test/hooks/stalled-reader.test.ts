import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { fullPipe } from '../support/stalled-pipe.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Whoever reads what floatip writes may stop reading: what is to be done is done all the same. */

const ip = '203.0.113.10';
const event = ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'];

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

async function until(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition() && Date.now() < end) await sleep(5);
  expect(condition(), what).toBe(true);
}

function start({ env }: HookHost, args: readonly string[], stdio: StdioOptions): ChildProcess {
  const child = spawn(process.execPath, ['bin/floatip.js', ...args], { env, stdio });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function makeFifo(): string {
  const fifo = join(temporaryFolder(), 'fifo');
  expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
  return fifo;
}

/** The end of a socket into which nothing more goes, as the journal's may be. */
async function fullSocket(): Promise<Socket> {
  const server = createServer({ pauseOnConnect: true });
  const path = join(temporaryFolder(), 'socket');
  server.listen(path);
  await once(server, 'listening');
  const peer = createConnection(path);
  const [end] = (await once(server, 'connection')) as [Socket];
  peer.pause();
  onTestFinished(() => {
    peer.destroy();
    end.destroy();
    server.close();
  });
  while (end.writableLength === 0) end.write(Buffer.alloc(64 * 1024));
  return end;
}

const stalled: [string, () => StdioOptions | Promise<StdioOptions>][] = [
  ['pipe', () => ['ignore', 'ignore', fullPipe().fd]],
  ['socket', async () => ['ignore', 'ignore', await fullSocket()]],
];

describe.each(stalled)('with a stderr that is a %s whose reader has stalled', (_what, stdio) => {
  it('the watcher takes over, and ends when it is told to', async () => {
    const served = await startServedCloud();
    const host = hookHost(served);
    const fifo = makeFifo();
    const child = start(host, ['watch', '--fifo', fifo, '--log-level', 'debug'], await stdio());
    appendFileSync(fifo, 'INSTANCE "VI_1" MASTER 200\n');
    await until('moved', () => holder(served) === 222);
    child.kill('SIGTERM');
    expect(await ending(child)).toBe(143);
  });

  it('a hook takes over, and ends', async () => {
    const served = await startServedCloud();
    const child = start(hookHost(served), event, await stdio());
    expect(await ending(child)).toBe(0);
    expect(holder(served)).toBe(222);
  });
});

it('the watcher takes over at a terminal that was stopped, and ends when it is told to', async () => {
  const served = await startServedCloud();
  const host = hookHost(served);
  const fifo = makeFifo();
  const command = `echo pid=$$; exec ${process.execPath} bin/floatip.js watch --fifo ${fifo} --log-level debug`;
  const terminal = spawn('script', ['-q', '-e', '-c', command, '/dev/null'], {
    env: { ...host.env, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void terminal.kill('SIGKILL'));
  let shown = '';
  terminal.stdout.on('data', (chunk) => (shown += String(chunk)));
  await until('it says something', () => shown.includes('watching'));
  const ctrlS = '\u0013';
  terminal.stdin.write(ctrlS);
  await sleep(100);
  appendFileSync(fifo, 'INSTANCE "VI_1" MASTER 200\n');
  await until('moved', () => holder(served) === 222);
  expect(shown).not.toContain('done');
  const [, pid] = /pid=(\d+)/.exec(shown) ?? [];
  process.kill(Number(pid), 'SIGTERM');
  const [code] = await once(terminal, 'exit');
  expect(code).toBe(143);
});

describe('a result that nobody reads', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 143],
  ] as const)('does not keep a process that gets %s', async (signal, code) => {
    const served = await startServedCloud();
    const host = hookHost(served);
    const child = start(host, ['assign', ip], ['ignore', fullPipe().fd, 'ignore']);
    await until('moved', () => holder(served) === 222);
    await sleep(300);
    expect(child.exitCode).toBeNull();
    child.kill(signal);
    expect(await ending(child)).toBe(code);
  });

  it('is waited for where the reader is only slow', async () => {
    const served = await startServedCloud();
    const pipe = fullPipe();
    const child = start(hookHost(served), ['assign', ip], ['ignore', pipe.fd, 'ignore']);
    await until('moved', () => holder(served) === 222);
    await sleep(300);
    pipe.read();
    expect(await ending(child)).toBe(0);
    expect(pipe.read()).toMatch(/203\.0\.113\.10: moved (?:from 111 )?to 222/);
  });
});
