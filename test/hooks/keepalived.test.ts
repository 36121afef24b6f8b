import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import { recordedRole } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { denyWriteExecute, whyNoSandbox } from '../support/sandbox.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile } from '../support/temporary.ts';

/** A real keepalived that becomes MASTER, alone in a network of its own, and runs the shipped hook. */

const canTry =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--net', '--mount', 'true']).status === 0 &&
  spawnSync('keepalived', ['--version']).status === 0;
if (!canTry) console.log('keepalived in sandboxes is not tried: this needs root and keepalived');

const configOf = (user: string): string => `
global_defs {
    script_user ${user}
    vrrp_version 3
}
vrrp_instance VI_1 {
    state MASTER
    interface d0
    virtual_router_id 51
    priority 200
    advert_int 0.1
    unicast_src_ip 10.9.9.1
    unicast_peer {
        10.9.9.2
    }
    virtual_ipaddress {
        10.9.9.99/32
    }
    notify "${resolve('hooks/keepalived-notify')}"
}
`;

const script = `
set -e
ip link add d0 type veth peer name d1
ip addr add 10.9.9.1/24 dev d0
ip link set d0 up
ip link set d1 up
eval "$MOUNTS"
cd "$FOLDER"
exec "$@" keepalived --dont-fork --log-console --vrrp --use-file "$FOLDER/keepalived.conf" --pid "$FOLDER/k.pid" --vrrp_pid "$FOLDER/v.pid"
`;

interface Circumstances {
  readonly what: string;
  readonly sandbox?: readonly string[];
  readonly mounts?: string;
  readonly user?: string;
  readonly floatip?: string;
  /** What the hook says in syslog; without it, nothing. */
  readonly said?: RegExp;
  /** Whether the event is only heard by the next run. */
  readonly isLate?: boolean;
}

const readOnly =
  'for f in run state; do mount --bind "$FOLDER/$f" "$FOLDER/$f"; mount -o remount,bind,ro "$FOLDER/$f"; done';

const all: readonly Circumstances[] = [
  { what: 'nothing is in its way' },
  {
    what: 'floatip is missing',
    floatip: '/nonexistent/floatip',
    said: /there is no \/nonexistent.*\(INSTANCE VI_1 MASTER /,
    isLate: true,
  },
  {
    what: 'Node is missing',
    floatip: 'no-node',
    said: /no-such-node.*\(INSTANCE VI_1 MASTER /,
    isLate: true,
  },
  ...Object.entries(denyWriteExecute).map(([by, sandbox]) => ({
    what: `memory must not be executed (${by})`,
    sandbox,
    said: /killed by SIGTRAP, and runs with node --jitless/,
  })),
  {
    what: 'its folders are read-only',
    mounts: readOnly,
    said: /MASTER VI_1 could not be recorded in /,
  },
  { what: 'its scripts run as nobody', user: 'nobody', said: /could not be recorded in / },
];

interface Running {
  syslog(): string;
}

function start(host: HookHost, circumstances: Circumstances): Running {
  const { sandbox = [], mounts = '', user = 'root', floatip } = circumstances;
  const folder = join(host.config, '..');
  for (const name of ['run', 'state']) mkdirSync(join(folder, name), { mode: 0o700 });
  writeFileSync(join(folder, 'keepalived.conf'), configOf(user), { mode: 0o600 });
  const syslog = join(folder, 'syslog');
  writeFileSync(syslog, '');
  chmodSync(syslog, 0o666);
  writeFileSync(join(folder, 'logger'), `#!/bin/sh\necho "$*" >>${syslog}\n`, { mode: 0o755 });
  const own =
    floatip === 'no-node'
      ? temporaryFile('floatip', '#!/usr/bin/env no-such-node\n', 0o755)
      : floatip;
  const args = ['--net', '--mount', 'sh', '-c', script, 'sh', ...sandbox];
  const env = {
    ...host.env,
    PATH: `${folder}${delimiter}${process.env['PATH']}`,
    FLOATIP: own ?? resolve('bin/floatip.js'),
    FOLDER: folder,
    MOUNTS: mounts,
  };
  const child = spawn('unshare', args, { env, stdio: 'ignore' });
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ending(child);
  });
  return { syslog: () => readFileSync(syslog, 'utf8') };
}

describe.skipIf(!canTry)('a hook of a real keepalived', () => {
  const possible = all.filter(
    ({ sandbox }) => sandbox === undefined || whyNoSandbox(sandbox) === undefined,
  );

  it.each(possible)('where $what', { timeout: 60_000 }, async (circumstances) => {
    const { said, isLate = false, mounts, user } = circumstances;
    const host = hookHost(await startServedCloud(), '', 'timing: { deadline: 2s }');
    const running = start(host, circumstances);
    if (said !== undefined) await until('it is said', () => said.test(running.syslog()));
    if (mounts !== undefined || user !== undefined) return;
    if (isLate) expect(await host.run(['history'])).toBe(0);
    await until('MASTER is recorded', () => recordedRole(host.runtime) === 'MASTER');
    if (said === undefined) expect(running.syslog()).toBe('');
    const journal = join(host.state, 'journal.jsonl');
    await until('it is in the journal', () => existsSync(journal));
    expect(readFileSync(journal, 'utf8').includes('"type":"unheard"')).toBe(isLate);
  });
});

async function until(what: string, condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !condition() && Date.now() < end;) await sleep(10);
  expect(condition(), what).toBe(true);
}
