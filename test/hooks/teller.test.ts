import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { recordedRole } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { canRunKeepalived, startKeepalived, until } from '../support/real-keepalived.ts';
import type { KeepalivedOptions } from '../support/real-keepalived.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { canShiftTime } from '../support/shifted-time.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

/** What a killed keepalived said ends with it, whatever it is called and wherever it ran. */

interface Scene {
  readonly served: ServedCloud;
  readonly host: HookHost;
  /** What keepalived is to run: it cannot reach the cloud from its network, and records all the same. */
  readonly hook: string;
}

async function scene(how = 'exec "$@"'): Promise<Scene> {
  const served = await startServedCloud();
  const host = hookHost(served, '', 'timing: { interval: 1s }');
  const hook = temporaryFile(
    'hook.sh',
    `#!/bin/sh
run() {
  ${how}
}
run ${process.execPath} ${resolve('bin/floatip.js')} notify --timeout 1 "$@"
`,
    0o755,
  );
  return { served, host, hook };
}

function droplet({ served }: Scene): number | null | undefined {
  served.cloud.digitalocean.settle();
  return served.cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet;
}

function takenByTheOther({ served }: Scene): void {
  const { digitalocean } = served.cloud;
  const reserved = digitalocean.reservedIps.get('203.0.113.10');
  if (reserved !== undefined) digitalocean.place(reserved, 111);
}

/** Lets cron have a look before and after keepalived is killed, and says where the address was each time. */
async function looks(at: Scene, options: KeepalivedOptions): Promise<readonly unknown[]> {
  const { host, hook } = at;
  const keepalived = startKeepalived({ ...options, env: host.env, lines: [`notify ${hook}`] });
  await until('MASTER', () => recordedRole(host.runtime) === 'MASTER');
  expect(await host.run(['reconcile', '--timeout', '30'])).toBe(0);
  const alive = droplet(at);
  await keepalived.kill();
  takenByTheOther(at);
  expect(await host.run(['reconcile', '--timeout', '30'])).toBe(0);
  return [alive, droplet(at)];
}

describe.skipIf(!canRunKeepalived)('a real keepalived that is killed', () => {
  it.each(['"$@"', 'timeout 60 "$@"'])(
    'under another name is not believed either where its hook (%s) could not run floatip',
    async (how) => {
      const at = await scene();
      const { host } = at;
      const script = `#!/bin/sh\nset -- ${resolve('hooks/keepalived-notify')} "$@"\nexec ${how}\n`;
      const keepalived = startKeepalived({
        name: 'vrrpd',
        env: { ...host.env, FLOATIP: '/nonexistent/floatip' },
        lines: [`notify ${temporaryFile('hook.sh', script, 0o755)}`],
      });
      // A file that begins with a dot is still being written, and the hook dies with its keepalived.
      const left = (): boolean =>
        spawnSync('grep', ['-rqx', '--exclude=.*', 'argument MASTER', host.runtime]).status === 0;
      await until('MASTER is left', left);
      await keepalived.kill();
      expect(await host.run(['reconcile', '--timeout', '30'])).toBe(0);
      // On a busy host the hook of BACKUP, which came before, may have got to its work after that of MASTER.
      expect(['MASTER', 'BACKUP']).toContain(recordedRole(host.runtime));
      expect(droplet(at)).toBe(111);
    },
  );

  it.each<[string, KeepalivedOptions, string | undefined]>([
    ['under another name', { name: 'keepalived-mysql' }, undefined],
    ['under a name of its own', { name: 'lb-vrrp' }, undefined],
    ['in a container', { isContained: true }, undefined],
    ['in a container, under another name', { isContained: true, name: 'vrrpd' }, undefined],
    ['with a hook by way of timeout', { name: 'vrrpd' }, 'timeout 60 "$@"'],
    ['with a hook in Python', { name: 'vrrpd' }, python()],
    ['with a hook that nobody waits for', { name: 'vrrpd' }, '"$@" &'],
    ['with a hook in a session of its own', { isContained: true }, 'setsid -w "$@"'],
  ])('%s is not believed any more', async (_what, options, how) => {
    const at = await scene(how);
    expect(await looks(at, options)).toEqual([222, 111]);
  });

  it
    .skipIf(!canShiftTime)
    .each<KeepalivedOptions>([
      { aheadBy: 100_000 },
      { aheadBy: -50, isContained: true, name: 'vrrpd' },
    ])('in a time namespace is believed until then, and not any more: %o', async (options) => {
    expect(await looks(await scene(), options)).toEqual([222, 111]);
  });

  it.each([{ name: 'keepalived-mysql' }, { isContained: true }])(
    'is not believed any more by the watcher that hooks hand events to, nor by that of its FIFO: %o',
    async (options) => {
      const at = await scene();
      const { host } = at;
      const fifo = join(temporaryFolder(), 'fifo');
      const watcher = host.start(['watch', '--fifo', fifo]);
      onTestFinished(() => void watcher.kill('SIGKILL'));
      await until('a watcher', () => existsSync(join(host.runtime, 'watch.sock')));
      const global = [`vrrp_notify_fifo ${fifo} root root`];
      const keepalived = startKeepalived({ ...options, global, env: host.env });
      await until('moved', () => journal(host).includes('"moved"'));
      expect(droplet(at)).toBe(222);

      await keepalived.kill();
      takenByTheOther(at);
      at.served.cloud.received.clear();
      await until('looks', () => at.served.cloud.received.list().length >= 3);
      expect(droplet(at)).toBe(111);
      expect(journal(host)).not.toContain('contested');
    },
  );
});

/** A script that stays until the hook has ended, as those in Python do. */
function python(): string {
  return `python3 -c 'import subprocess, sys; subprocess.run(sys.argv[1:])' "$@"`;
}

function journal({ state }: HookHost): string {
  const path = join(state, 'journal.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('an event that is told by hand', () => {
  const words = ['notify', '--instance', 'VI_1', '--state', 'MASTER'];
  const hasScript = spawnSync('script', ['--version']).status === 0;

  it.skipIf(!hasScript)('counts after the terminal is closed', async () => {
    const at = await scene();
    const command = `${process.execPath} ${resolve('bin/floatip.js')} ${words.join(' ')}`;
    // script(1) gives it a terminal, as somebody has who is logged in.
    const terminal = spawn(
      'script',
      ['--quiet', '--command', `sh -c '${command}; true'`, '/dev/null'],
      {
        env: at.host.env,
        stdio: 'ignore',
      },
    );
    await ending(terminal);
    expect(recordedRole(at.host.runtime)).toBe('MASTER');
    takenByTheOther(at);
    expect(await at.host.run(['reconcile'])).toBe(0);
    expect(droplet(at)).toBe(222);
  });

  it('counts after the shell has ended that ran it', async () => {
    const at = await scene();
    const shell = spawn(
      'sh',
      ['-c', `"$0" "$@"; true`, process.execPath, 'bin/floatip.js', ...words],
      {
        env: at.host.env,
        stdio: 'ignore',
      },
    );
    await ending(shell);
    takenByTheOther(at);
    expect(await at.host.run(['reconcile'])).toBe(0);
    expect(droplet(at)).toBe(222);
  });
});
