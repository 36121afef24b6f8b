import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, onTestFinished } from 'vitest';

import { ending } from './hook.ts';
import { shiftedBy } from './shifted-time.ts';
import { temporaryFolder } from './temporary.ts';

/** Real keepalived, in a network of its own; MASTER within a second. */

const program = '/usr/sbin/keepalived';

/** Whether it is here, and this user may give it a network of its own. */
export const canRunKeepalived =
  existsSync(program) && spawnSync('unshare', ['--net', 'ip', 'link']).status === 0;
if (!canRunKeepalived) console.log('not tried with a real keepalived: that needs it, and root');

export interface KeepalivedOptions {
  /** What it is called. */
  readonly name?: string;
  /** Runs in a pid namespace of its own, as in a container. */
  readonly isContained?: boolean;
  /** How many seconds more than the kernel's its uptime has, in a time namespace of its own. */
  readonly aheadBy?: number;
  /** The name of its instance, as it stands in its config. */
  readonly instance?: string;
  /** What stands in the instance. */
  readonly lines?: readonly string[];
  /** What stands in global_defs. */
  readonly global?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface RealKeepalived {
  readonly folder: string;
  /** What it logged. */
  log(): string;
  /** How long ago it was started. Milliseconds. */
  age(): number;
  /** What a program of Node says on stderr that runs in its network. */
  run(args: readonly string[], env: KeepalivedOptions['env']): string;
  /** SIGKILL for all of it at once. */
  kill(): Promise<void>;
}

const setUp = `ip link add here type veth peer name there
ip addr add 192.0.2.1/24 dev here; ip link set there up; ip link set here up; ip link set lo up
exec "$@"`;

export function startKeepalived(options: KeepalivedOptions = {}): RealKeepalived {
  const { name = 'keepalived', isContained = false, aheadBy, env = process.env } = options;
  const folder = temporaryFolder();
  const own = join(folder, name);
  copyFileSync(program, own);
  chmodSync(own, 0o755);
  const config = join(folder, 'keepalived.conf');
  writeFileSync(config, configOf(options));
  const log = join(folder, 'log');
  const files = ['-f', config, '-p', join(folder, 'pid'), '-r', join(folder, 'vrrp.pid')];
  const contained = isContained ? ['--pid', '--fork', '--kill-child', '--mount-proc'] : [];
  const shifted = aheadBy === undefined ? [] : shiftedBy(aheadBy);
  const command = [own, '-n', '-l', '-D', '-P', ...files];
  const child = spawn(
    'unshare',
    [
      '--net',
      ...contained,
      ...shifted,
      'sh',
      '-c',
      `exec >${log} 2>&1\n${setUp}`,
      'sh',
      ...command,
    ],
    // As a daemon has it: of nobody's terminal, and in a session of its own.
    { env, stdio: 'ignore', detached: true },
  );
  const kill = async (): Promise<void> => {
    const all = (): number[] => [child.pid ?? 0, ...descendantsOf(child.pid ?? 0)];
    // One that sees another one die would say STOP before its own turn comes.
    for (const pid of all()) signalOne(pid, 'SIGSTOP');
    const pids = all();
    for (const pid of pids) signalOne(pid, 'SIGKILL');
    await ending(child);
    await until('gone', () => pids.every((pid) => !isThere(pid)));
  };
  onTestFinished(kill);
  const begin = Date.now();
  const run: RealKeepalived['run'] = (args, given) => {
    const inside = ['--target', String(child.pid), '--net', process.execPath, ...args];
    return spawnSync('nsenter', inside, { env: given, encoding: 'utf8', timeout: 20_000 }).stderr;
  };
  return {
    folder,
    kill,
    run,
    age: () => Date.now() - begin,
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
  };
}

function configOf({ instance = 'VI_1', lines = [], global = [] }: KeepalivedOptions): string {
  return `global_defs {
  script_user root
${global.map((line) => `  ${line}`).join('\n')}
}
vrrp_instance ${instance} {
  state MASTER
  interface here
  virtual_router_id 1
  version 3
  advert_int 0.1
  priority 200
  virtual_ipaddress { 192.0.2.9 }
${lines.map((line) => `  ${line}`).join('\n')}
}
`;
}

/** The first it started comes last, so that it starts none anew. */
function descendantsOf(pid: number): readonly number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(path) ? (readFileSync(path, 'utf8').match(/\d+/g) ?? []) : [];
  return children.map(Number).flatMap((child) => [child].concat(descendantsOf(child)));
}

function signalOne(pid: number, signal: 'SIGSTOP' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

function isThere(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}

/** Waits until something is so, on a busy host as well. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition() && Date.now() < end) await sleep(20);
  expect(condition(), what).toBe(true);
}
