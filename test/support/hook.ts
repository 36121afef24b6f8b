import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { temporaryFolder } from './temporary.ts';
import { token } from './token.ts';

/** A host whose keepalived runs the built floatip, as processes of their own. */
export interface HookHost {
  readonly config: string;
  readonly runtime: string;
  readonly state: string;
  /** What its processes are given. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Starts a process; it is this host's, with all that an environment gives it. */
  start(args: readonly string[]): ChildProcess;
  /** The same, to its end: its exit code, or the signal that ended it. */
  run(args: readonly string[]): Promise<number | string>;
}

/** Everything comes from the config file, as a hook may have no environment at all. */
export function hookHost({ endpoint, metadata }: ServedCloud, extra = '', rest = ''): HookHost {
  const folder = temporaryFolder();
  const [config, runtime, state] = ['config.yaml', 'run', 'state'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  writeFileSync(
    config,
    `
providers:
  digitalocean:
    endpoint: ${endpoint}
    metadata: ${metadata.get('222')}
    tokenFile: ${tokenFile}
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1${extra} }
${rest}
`,
  );
  // Readable for a hook that runs as somebody else.
  chmodSync(folder, 0o755);
  chmodSync(config, 0o644);
  const env = {
    PATH: process.env['PATH'],
    FLOATIP_CONFIG: config,
    FLOATIP_RUNTIME_DIR: runtime,
    FLOATIP_STATE_DIR: state,
  };
  const start = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['bin/floatip.js', ...args], { env, stdio: 'ignore' });
  return {
    config,
    runtime,
    state,
    env,
    start,
    run: async (args) => await ending(start(args)),
  };
}

/** The exit code of a process, or the signal that ended it. */
export async function ending(child: ChildProcess): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode ?? 'gone';
}
