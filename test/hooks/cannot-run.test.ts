import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { thisHost } from '../../src/triggers/host.ts';
import { bootFolder, recordedRole } from '../support/boot-folder.ts';
import { hookShells } from '../support/hook-shells.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { canShiftTime, shiftedBy } from '../support/shifted-time.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { unableHook } from '../support/unable-hook.ts';

/** The shipped hook where floatip cannot run: it says so, and what it was told is not lost. */

const master = ['INSTANCE', 'VI_1', 'MASTER', '200'];
const backup = ['INSTANCE', 'VI_1', 'BACKUP', '100'];

function script(text: string, mode = 0o755): string {
  return temporaryFile('floatip', text, mode);
}

/** What is installed but for the bundle, or with another one. */
function installed(bundle?: string): string {
  const folder = temporaryFolder();
  cpSync('bin', join(folder, 'bin'), { recursive: true });
  if (bundle !== undefined) {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'floatip.cjs'), bundle);
  }
  return join(folder, 'bin', 'floatip.js');
}

const nobodyThere = '/nonexistent/floatip';

const cases: readonly (readonly [string, () => string, RegExp, RegExp])[] = [
  ['is not there', () => nobodyThere, /there is no \/nonexistent\/floatip\. /, /\/usr\/local\/bin/],
  ['is not in PATH', () => 'no-such-floatip', /there is no no-such-floatip in /, /FLOATIP=/],
  ['must not be executed', () => script('#!/bin/sh\n', 0o644), /cannot be executed/, /noexec/],
  ['is a folder', temporaryFolder, /cannot be executed/, /mode/],
  [
    'finds no Node',
    () => script('#!/usr/bin/env no-such-node\n'),
    /no-such-node.*No such file/,
    /Link floatip and node/,
  ],
  [
    'names an interpreter that is gone',
    () => script('#!/gone/node\n'),
    /ended with 12[67]|cannot be executed/,
    /./,
  ],
  ['lacks its bundle', () => installed(), /Cannot read .*floatip\.cjs: ENOENT/, /./],
  ['has half a bundle', () => installed('(function () {'), /is not what was built/, /./],
  [
    'lacks a library',
    () =>
      script(
        '#!/bin/sh\necho "node: error while loading shared libraries: libx.so.1" >&2\nexit 127\n',
      ),
    /loading shared libraries/,
    /./,
  ],
  [
    'runs out of memory',
    () => script('#!/bin/sh\nkill -KILL $$\n'),
    /killed by SIGKILL/,
    /journalctl -k/,
  ],
  [
    'crashes whatever is done',
    () => script('#!/bin/sh\nkill -SEGV $$\n'),
    /killed by SIGSEGV/,
    /./,
  ],
];

describe.each(hookShells)('a hook that %s %s runs', (...shell) => {
  it.each(cases)(
    'says so where floatip %s, and keeps its event',
    async (_what, floatip, why, hint) => {
      const host = hookHost(await startServedCloud());
      const hook = unableHook({ host, floatip: floatip(), shell });
      const code = await ending(hook.start(master));
      expect(code).toBeGreaterThan(0);
      const said = hook.log().filter(({ level }) => level === 'error');
      expect(said).toEqual([
        expect.objectContaining({
          msg: expect.stringContaining(' event="INSTANCE VI_1 MASTER 200"'),
        }),
      ]);
      expect(said[0]?.msg).toMatch(why);
      expect(said[0]?.msg).toMatch(hint);
      expect(said[0]?.msg).toMatch(/^a hook could not run: /);
      // This one has a logger built in.
      if (shell[0] === 'busybox') expect(hook.syslog()).toEqual([]);
      else {
        expect(hook.syslog().at(-1)).toMatch(
          /^-t floatip -p daemon\.err -- a hook could not run: /,
        );
      }
      expect(await host.run(['notify', 'INSTANCE', 'VI_9', 'STOP', '0'])).toBe(0);
      expect(recordedRole(host.runtime)).toBe('MASTER');
    },
  );

  it.skipIf(!canShiftTime)(
    'dates its event as everybody does, in a time namespace too',
    async () => {
      const host = hookHost(await startServedCloud());
      const inside = ['unshare', ...shiftedBy(500_000), ...shell];
      const before = orderNow();
      await ending(unableHook({ host, floatip: nobodyThere, shell: inside }).start(master));
      const [name = ''] = left(host);
      const kept = readFileSync(join(bootFolder(host.runtime), 'unheard', name), 'utf8');
      const ticks = Number(/^order (\d+) /m.exec(kept)?.[1]);
      expect(ticks).toBeGreaterThanOrEqual(before);
      expect(ticks).toBeLessThanOrEqual(orderNow());
    },
  );
});

function orderNow(): number {
  return thisHost().ticks();
}

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet;
}

async function cannotRun(host: HookHost, words: readonly string[]): Promise<void> {
  expect(await ending(unableHook({ host, floatip: nobodyThere }).start(words))).toBe(127);
}

/** What is left for floatip to hear. */
function left({ runtime }: HookHost): readonly string[] {
  const folder = join(bootFolder(runtime), 'unheard');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('an event whose hook could not run', () => {
  it('is acted on by the next reconcile, which says so', async () => {
    const served = await startServedCloud();
    const host = hookHost(served);
    expect(await host.run(['notify', ...backup])).toBe(0);
    await cannotRun(host, master);
    expect(left(host)).toHaveLength(1);
    const { code, stdout, stderr } = await runCli(['reconcile'], { env: environmentOf(host) });
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('moved') });
    expect(stderr).toContain('a hook could not run');
    expect(holder(served)).toBe(222);
    expect(left(host)).toEqual([]);
    const again = await runCli(['reconcile'], { env: environmentOf(host) });
    expect(again).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('is acted on by a watcher at once', async () => {
    const served = await startServedCloud();
    const host = hookHost(served, '', 'timing: { interval: 60s }');
    const watcher = host.start(['watch']);
    onTestFinished(async () => {
      watcher.kill('SIGKILL');
      await ending(watcher);
    });
    await until(() => existsSync(join(host.runtime, 'watch.sock')));
    await cannotRun(host, master);
    await until(() => holder(served) === 222);
    await until(() => left(host).length === 0);
    expect(readFileSync(join(host.state, 'journal.jsonl'), 'utf8')).toContain('"type":"unheard"');
  });

  it('is in the role that status shows, and in history with its reason', async () => {
    const host = hookHost(await startServedCloud());
    await cannotRun(host, master);
    const env = environmentOf(host);
    const { stdout } = await runCli(['status', '--json'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ addresses: [{ role: 'MASTER' }] });
    const history = await runCli(['history'], { env });
    expect(history.stdout).toMatch(
      /a hook could not run, so MASTER VI_1 was heard \d+\.\d s late: there is no \/nonexistent\/floatip/,
    );
  });

  it('comes where it belongs among those whose hooks could', async () => {
    const host = hookHost(await startServedCloud());
    await cannotRun(host, master);
    expect(await host.run(['notify', ...backup])).toBe(0);
    expect(recordedRole(host.runtime)).toBe('BACKUP');
    await cannotRun(host, master);
    expect(await host.run(['history'])).toBe(0);
    expect(recordedRole(host.runtime)).toBe('MASTER');
  });

  it('replaces an older one that says the same, and hides no other', async () => {
    const host = hookHost(await startServedCloud());
    for (const words of [master, backup, master, backup]) await cannotRun(host, words);
    expect(left(host)).toHaveLength(2);
    expect(await host.run(['history'])).toBe(0);
    expect(recordedRole(host.runtime)).toBe('BACKUP');
  });

  it.each([
    [['--instance', 'VI_1', '--state', 'MASTER']],
    [['--config', '/etc/"x"\n.yaml', '--instance=VI_1', '--state=master']],
    [['--group', 'VI_1', '--state', 'MASTER']],
  ])('is understood as %j as well', async (words) => {
    const host = hookHost(await startServedCloud());
    await cannotRun(host, words);
    expect(await host.run(['history'])).toBe(0);
    expect(recordedRole(host.runtime)).toBe('MASTER');
  });

  it.each([
    ['makes no sense', 'order 12 34\nwhy x\nargument MASTER\n'],
    ['is empty', ''],
    ['has no order', 'why x\nargument INSTANCE\nargument VI_1\nargument MASTER\nargument 1\n'],
  ])('counts for nothing where its file %s', async (_what, text) => {
    const host = hookHost(await startServedCloud());
    await cannotRun(host, master);
    const [file = ''] = left(host);
    writeFileSync(join(bootFolder(host.runtime), 'unheard', file), text);
    expect(await host.run(['history'])).toBe(0);
    expect(recordedRole(host.runtime)).toBeNull();
    expect(left(host)).toEqual([]);
  });

  it('is said to be lost where it cannot be kept', async () => {
    const host = { ...hookHost(await startServedCloud()), runtime: '/dev/null/run' };
    const hook = unableHook({ host, floatip: nobodyThere });
    expect(await ending(hook.start(master))).toBe(127);
    expect(hook.log()).toMatchObject([{ msg: expect.stringContaining('the event is lost') }]);
    expect(hook.syslog()).toHaveLength(1);
  });
});

describe('a hook whose floatip runs', () => {
  it('passes on the signal that only it was sent, and the exit code', async () => {
    const served = await startServedCloud();
    served.cloud.faults.add({ match: { method: 'POST' }, fault: { type: 'hang' } });
    const host = hookHost(served);
    const hook = unableHook({ host, floatip: resolve('bin/floatip.js') });
    const child = hook.start(master);
    await until(() => served.cloud.received.list().some(({ method }) => method === 'POST'));
    child.kill('SIGTERM');
    expect(await ending(child)).toBe(143);
    expect(hook.syslog()).toEqual([]);
    expect(hook.log().map(({ msg }) => msg)).not.toContainEqual(expect.stringContaining('a hook'));
  });

  it('counts from when the hook was started, not from when floatip was', async () => {
    const host = hookHost(await startServedCloud());
    const late = script(
      `#!/bin/sh\nsleep 0.3\nexec ${process.execPath} ${resolve('bin/floatip.js')} "$@"\n`,
    );
    const slow = unableHook({ host, floatip: late }).start(backup);
    await sleep(100);
    const quick = unableHook({ host, floatip: resolve('bin/floatip.js') }).start(master);
    expect(await Promise.all([ending(slow), ending(quick)])).toEqual([0, 0]);
    expect(recordedRole(host.runtime)).toBe('MASTER');
  });

  it('leaves it to floatip to say that its config cannot be used', async () => {
    const host = { ...hookHost(await startServedCloud()), config: '/nonexistent' };
    const hook = unableHook({ host, floatip: resolve('bin/floatip.js') });
    expect(await ending(hook.start(master))).toBe(3);
    expect(hook.log()).toMatchObject([
      { msg: expect.stringMatching(/^event /) },
      { msg: expect.stringContaining('Cannot read the config') },
    ]);
    expect(hook.syslog()).toEqual([]);
  });
});

function environmentOf(host: HookHost): Record<string, string> {
  return {
    FLOATIP_CONFIG: host.config,
    FLOATIP_RUNTIME_DIR: host.runtime,
    FLOATIP_STATE_DIR: host.state,
    DO_TOKEN: '',
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 15_000; !condition() && Date.now() < end;) await sleep(5);
  expect(condition()).toBe(true);
}
