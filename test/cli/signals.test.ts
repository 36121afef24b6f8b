import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { isHangupIgnored } from '../../src/lib/processes/hangup-ignored.ts';
import { ending, hookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';

const floatip = ['bin/floatip.js'];

interface Run {
  readonly child: ChildProcess;
  readonly stderr: Promise<string>;
}

interface Started {
  readonly command?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts it, and waits until its write hangs at the cloud. */
async function hanging(
  served: ServedCloud,
  args: readonly string[],
  { command = [process.execPath], env = {} }: Started = {},
): Promise<Run> {
  served.cloud.faults.add({ match: { method: 'POST' }, fault: { type: 'hang' } });
  const [program, ...rest] = command;
  const child = spawn(program, [...rest, ...floatip, ...args], {
    env: { ...hookHost(served, '', 'timing: { request: 500ms }').env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await until(() => served.cloud.received.list().some(({ method }) => method === 'POST'));
  return { child, stderr: child.stderr === null ? Promise.resolve('') : text(child.stderr) };
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !condition() && Date.now() < end;) await sleep(2);
  expect(condition()).toBe(true);
}

describe('a signal in the middle of a move', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('%s ends it in order, with %i', async (signal, code) => {
    const { child, stderr } = await hanging(await startServedCloud(), ['assign', '203.0.113.10']);
    child.kill(signal);
    expect(await ending(child)).toBe(code);
    expect(await stderr).toContain(`Interrupted by ${signal}`);
  });

  it.each([
    ['notify', ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200']],
    ['assign --to', ['assign', 'web', '--to', '222']],
    ['drill', ['drill', 'web', '--to', '222', '--yes']],
  ])('SIGHUP ends %s in order', async (_what, args) => {
    const { child, stderr } = await hanging(await startServedCloud(), args);
    child.kill('SIGHUP');
    expect(await ending(child)).toBe(143);
    expect(await stderr).toContain('Interrupted by SIGHUP');
  });

  const assign = ['assign', '203.0.113.10'];
  it.each<[string, Started]>([
    ['nohup', { env: { _: '/usr/bin/nohup' } }],
    // It stays, and waits for floatip.
    [
      'a script that ignores it',
      { command: ['sh', '-c', 'trap "" HUP; "$0" "$@"; exit $?', process.execPath] },
    ],
  ])('SIGHUP is ignored where it was started by %s', async (_what, started) => {
    const served = await startServedCloud();
    const { child, stderr } = await hanging(served, assign, started);
    process.kill(
      started.command === undefined ? (child.pid ?? 0) : childOf(child.pid ?? 0),
      'SIGHUP',
    );
    // The answer never comes, the second try is answered.
    expect(await ending(child)).toBe(0);
    expect(await stderr).not.toContain('Interrupted');
  });
});

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim());
}

describe('isHangupIgnored()', () => {
  it('goes by what bash says and by the parent', () => {
    expect(isHangupIgnored('/usr/bin/nohup', process.pid)).toBe(true);
    expect(isHangupIgnored('/usr/bin/floatip', process.pid)).toBe(false);
    expect(isHangupIgnored(undefined, 2 ** 30)).toBe(false);
  });
});

describe('SIGHUP for a watcher that has only just been started', () => {
  it('does not end it, and has it read its config again', async () => {
    const served = await startServedCloud();
    const host = hookHost(served);
    const command = `umask 022; exec ${process.execPath} bin/floatip.js watch`;
    const child = spawn('sh', ['-c', command], { env: host.env, stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    await until(() => isStarted(child.pid ?? 0));
    child.kill('SIGHUP');
    const log = join(host.state, 'hook.log');
    await until(() => readOr(log).includes('config read again'));
    child.kill('SIGTERM');
    expect(await ending(child)).toBe(143);
  });
});

/** It has set its umask, and was started with another one. */
function isStarted(pid: number): boolean {
  return /^Umask:\s*0077$/m.test(readOr(`/proc/${pid}/status`));
}

function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
