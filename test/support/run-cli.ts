import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import type { MainRun } from './run-main.ts';
import { transcribe } from './run-main.ts';
import { temporaryFolder } from './temporary.ts';
import { token } from './token.ts';

export interface CliOptions {
  readonly endpoint?: string | undefined;
  readonly metadata?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** The script that starts floatip; without it, that of this checkout. */
  readonly script?: string;
}

/** Runs the built command line in a process of its own. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<MainRun> {
  const { endpoint = '', metadata = '', env = {}, script = 'bin/floatip.js' } = options;
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [script, ...args], {
    env: {
      PATH: process.env['PATH'],
      DO_TOKEN: token,
      FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: metadata,
      FLOATIP_RUNTIME_DIR: folder,
      FLOATIP_STATE_DIR: folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  const [stdout, stderr] = await printed;
  transcribe(`${args.join(' ')}\n${stdout}${stderr}`);
  return { code: code ?? -1, stdout, stderr };
}
