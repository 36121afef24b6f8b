import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { hookShells } from '../support/hook-shells.ts';
import { ending } from '../support/hook.ts';
import { until } from '../support/real-keepalived.ts';
import { temporaryFolder } from '../support/temporary.ts';

const hook = 'hooks/check-service';

async function check(
  shell: readonly string[],
  args: readonly string[],
  { script = hook, env = process.env }: { script?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number | string> {
  const [name = 'sh', ...rest] = shell;
  const command = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
  const child = spawn(command, [...rest, script, ...args], { env, stdio: 'ignore' });
  return await ending(child);
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** The script as it is where there are only these programs. */
function scriptWith(programs: readonly string[]): {
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
} {
  const folder = temporaryFolder();
  for (const program of programs) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
    symlinkSync(stdout.trim(), join(folder, program));
  }
  const script = join(folder, 'check-service');
  writeFileSync(script, readFileSync(hook, 'utf8').replace(/^PATH=.*\n/m, ''));
  return { script, env: { PATH: folder } };
}

describe.each(hookShells)('check-service in %s', (...shell) => {
  it('sees whether a port takes connections', async () => {
    const port = await listening(createServer());
    expect(await check(shell, [`tcp:${port}`])).toBe(0);
    expect(await check(shell, [`tcp:127.0.0.1:${port}`])).toBe(0);
    expect(await check(shell, [`tcp:127.0.0.2:${port}`])).toBe(1);
  });

  it.each([[['curl', 'timeout']], [['curl', 'sleep']], [[]]])(
    'does so with no other programs than %s',
    async (programs) => {
      const server = createServer();
      const port = await listening(server);
      const given = scriptWith(programs);
      expect(await check(shell, [`tcp:${port}`], given)).toBe(0);
      await new Promise((resolve) => server.close(resolve));
      expect(await check(shell, [`tcp:${port}`], given)).toBe(1);
    },
  );

  it('does not read through all that a busy host has open', async () => {
    const port = await listening(createServer());
    const opened = Array.from({ length: 500 }, () => connect(port, '127.0.0.1'));
    onTestFinished(() => opened.forEach((one) => one.destroy()));
    await Promise.all(opened.map((one) => once(one, 'connect')));
    const free = createServer();
    const freed = await listening(free);
    await new Promise((resolve) => free.close(resolve));
    const began = performance.now();
    expect(await check(shell, [`tcp:${freed}`], scriptWith([]))).toBe(1);
    // Letter by letter, bash takes two minutes for that.
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('sees what a URL answers, and that it does not in time', async () => {
    const server = createHttpServer((request, response) => {
      if (request.url === '/hangs') return;
      response.statusCode = request.url === '/ill' ? 503 : 200;
      response.end();
    });
    onTestFinished(() => server.closeAllConnections());
    const port = await listening(server);
    const url = `http://127.0.0.1:${port}`;
    // Nobody asks a proxy whether this host is well.
    const env = { ...process.env, http_proxy: 'http://127.0.0.1:9' };
    expect(await check(shell, [`${url}/up`], { env })).toBe(0);
    expect(await check(shell, [`${url}/ill`])).toBe(1);
    expect(await check(shell, ['--timeout', '1', `${url}/hangs`])).toBe(1);
    expect(await check(shell, ['http://127.0.0.1:1/'])).toBe(1);
  });

  it.each([
    [],
    ['ftp'],
    ['tcp:'],
    ['tcp:70000'],
    ['--nonsense', 'nginx'],
    ['--timeout', 'x', 'nginx'],
    ['--restart-once', 'tcp:1'],
    ['--restart-once=../x', 'nginx'],
  ])('says 2 to %s %s', async (...args) => {
    expect(await check(shell, args)).toBe(2);
  });

  it('sees whether a program runs, and does not stand still', async () => {
    const folder = temporaryFolder();
    const program = join(folder, 'haproxy');
    copyFileSync('/bin/sleep', program);
    chmodSync(program, 0o755);
    expect(await check(shell, ['haproxy'])).toBe(1);
    const child = spawn(program, ['300'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const stateOf = (): string =>
      /\) (\w)/.exec(readFileSync(`/proc/${child.pid}/stat`, 'latin1'))?.[1] ?? '';
    await until('it runs', () => readFileSync(`/proc/${child.pid}/comm`, 'utf8') === 'haproxy\n');
    expect(await check(shell, ['haproxy'])).toBe(0);
    child.kill('SIGSTOP');
    await until('it stands still', () => stateOf() === 'T');
    expect(await check(shell, ['haproxy'])).toBe(1);
    child.kill('SIGKILL');
    await ending(child);
    expect(await check(shell, ['haproxy'])).toBe(1);
  });

  it('has the service restarted once, and again only after it was well', async () => {
    const folder = temporaryFolder();
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'systemctl'), `#!/bin/sh\necho "$@" >>${folder}/told\n`, {
      mode: 0o755,
    });
    const env = { PATH: `${bin}:${process.env['PATH']}`, FLOATIP_RUNTIME_DIR: join(folder, 'run') };
    const told = (): string =>
      existsSync(join(folder, 'told')) ? readFileSync(join(folder, 'told'), 'utf8') : '';
    const server = createServer();
    const port = await listening(server);
    const args = ['--restart-once=web', `tcp:${port}`];
    expect(await check(shell, args, { env })).toBe(0);
    expect(told()).toBe('');
    await new Promise((resolve) => server.close(resolve));
    expect(await check(shell, [`tcp:${port}`], { env })).toBe(1);
    expect(told()).toBe('');
    expect(await check(shell, args, { env })).toBe(1);
    expect(await check(shell, args, { env })).toBe(1);
    expect(told()).toBe('--no-block restart web\n');
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await check(shell, args, { env })).toBe(0);
    await new Promise((resolve) => server.close(resolve));
    expect(await check(shell, args, { env })).toBe(1);
    expect(told()).toBe('--no-block restart web\n--no-block restart web\n');
  });
});
