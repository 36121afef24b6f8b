import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Report } from '../../src/app/command.ts';
import './preload.ts';
import { main } from '../../src/cli/main.ts';
import type { FailureReport } from '../../src/core/outcome.ts';
import type { FakeClock } from './fake-clock.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { token } from './token.ts';

export interface MainRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MainWorld {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  readonly node?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
}

/** Runs a whole command line in this process, as a node of an in-process cloud. */
export async function runMain(args: readonly string[], options: MainWorld): Promise<MainRun> {
  const { clock, world, node = '222', env = {}, signal = new AbortController().signal } = options;
  let stdout = '';
  let stderr = '';
  const io = {
    env: {
      DO_TOKEN: token,
      FLOATIP_DIGITALOCEAN_ENDPOINT: world.endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: world.metadata(node),
      // No folder can be made there, so no run inherits anything from another.
      FLOATIP_RUNTIME_DIR: '/dev/null/floatip',
      FLOATIP_STATE_DIR: '/dev/null/floatip',
      ...env,
    },
    stdout: { isTTY: false, write: (text: string) => void (stdout += text) },
    stderr: { isTTY: false, write: (text: string) => void (stderr += text) },
    clock,
    random: options.random ?? (() => 0.5),
    signal,
    adapter: world.adapter,
  };
  const code = await clock.run(main(args, io));
  transcribe(`${args.join(' ')}\n${stdout}${stderr}`);
  return { code, stdout, stderr };
}

/** The JSON that a command printed. */
export function reportOf({ stdout }: MainRun): Report & { readonly error?: FailureReport } {
  return JSON.parse(stdout);
}

/** Keeps what was printed for the search for secrets at the end of the whole check. */
export function transcribe(text: string): void {
  const folder = process.env['FLOATIP_TEST_TRANSCRIPTS'];
  if (folder !== undefined) appendFileSync(join(folder, `transcript-${process.pid}.log`), text);
}
