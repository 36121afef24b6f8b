import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

import type { HookHost } from './hook.ts';
import { temporaryFolder } from './temporary.ts';

/** A hook of a host whose floatip cannot run, or not at once. */
export interface UnableHook {
  /** Starts it as keepalived does. */
  start(args: readonly string[]): ChildProcess;
  /** What it has said in its log. */
  log(): readonly Said[];
  /** What it has said in syslog, one line each. */
  syslog(): readonly string[];
}

interface Said {
  readonly level: string;
  /** What is said, and beside it what it is about. */
  readonly msg: string;
}

export interface UnableHookOptions {
  readonly host: Pick<HookHost, 'config' | 'runtime' | 'state'>;
  /** What floatip is for it; without it, whatever PATH has. */
  readonly floatip?: string | undefined;
  /** The shell that runs it, or a sandbox around that. */
  readonly shell?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export function unableHook(options: UnableHookOptions): UnableHook {
  const { host, floatip, shell = ['sh'], env = {} } = options;
  const folder = temporaryFolder();
  const [syslog, log] = [join(folder, 'syslog'), join(host.state, 'hook.log')];
  writeFileSync(join(folder, 'logger'), `#!/bin/sh\necho "$*" >>${syslog}\n`, { mode: 0o755 });
  const [command, ...args] = [...shell, resolve('hooks/keepalived-notify')];
  return {
    start: (words) =>
      spawn(command, [...args, ...words], {
        stdio: 'ignore',
        env: {
          PATH: `${folder}${delimiter}${process.env['PATH']}`,
          FLOATIP_CONFIG: host.config,
          FLOATIP_RUNTIME_DIR: host.runtime,
          FLOATIP_STATE_DIR: host.state,
          ...(floatip === undefined ? {} : { FLOATIP: floatip }),
          ...env,
        },
      }),
    log: () => linesOf(log).map(lineIn),
    syslog: () => linesOf(syslog),
  };
}

function lineIn(line: string): ReturnType<UnableHook['log']>[number] {
  const [, level = '', msg = ''] = /^\d{4}-\S+Z (\w+) (.+)$/.exec(line) ?? [];
  return { level, msg };
}

function linesOf(path: string): readonly string[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.split('\n').filter((line) => line !== '');
}
