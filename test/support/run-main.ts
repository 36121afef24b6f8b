import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Report } from '../../src/app/command.ts';
import './preload.ts';
import type { Io, Terminal } from '../../src/app/io.ts';
import { main } from '../../src/cli/main.ts';
import type { FailureReport } from '../../src/core/outcome.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Host } from '../../src/ports/host.ts';
import type { Clouds } from '../../src/providers/clouds.ts';
import { thisHost } from '../../src/triggers/host.ts';
import { allClouds } from './clouds.ts';
import type { TestClock } from './fake-clock.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { token } from './token.ts';

export interface MainRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MainWorld extends MainOptions {
  readonly clock: TestClock;
}

export interface MainOptions {
  /** Other clouds than those that there are. */
  readonly clouds?: Clouds;
  readonly clock: Clock;
  readonly world: Pick<InProcessCloud, 'endpoint' | 'tencent' | 'metadata' | 'adapter'>;
  readonly node?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
  readonly host?: Host;
  /** Whether somebody sits at a terminal. */
  readonly isTTY?: boolean;
  /** Who can be asked; without one, nobody. */
  readonly terminal?: Terminal;
}

const logging = new Set(['assign', 'release', 'status', 'notify', 'reconcile', 'watch']);

/** Log lines would stand between the messages that a test looks for. */
function quietly(args: readonly string[]): readonly string[] {
  const [command = '', ...rest] = args;
  return logging.has(command) ? [command, '--log-level', 'silent', ...rest] : args;
}

/**
 * Runs a whole command line in this process, as a node of an in-process cloud. Logs nothing, unless
 * the command line says how much.
 */
export async function runMain(args: readonly string[], options: MainWorld): Promise<MainRun> {
  const { io, printed } = openIo(options);
  const code = await options.clock.run(main(quietly(args), io));
  const { stdout, stderr } = printed();
  transcribe(`${args.join(' ')}\n${stdout}${stderr}`);
  return { code, stdout, stderr };
}

export interface OpenIo {
  readonly io: Io;
  /** What was written so far. */
  printed(): Omit<MainRun, 'code'>;
}

/** The world as a command sees it that runs in this process, as a node of an in-process cloud. */
export function openIo(options: MainOptions): OpenIo {
  const { clock, world, node = '222', env = {}, signal = new AbortController().signal } = options;
  const { isTTY = false } = options;
  let stdout = '';
  let stderr = '';
  const io = {
    clouds: options.clouds ?? allClouds(),
    env: {
      DO_TOKEN: token,
      FLOATIP_DIGITALOCEAN_ENDPOINT: world.endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: world.metadata(node),
      FLOATIP_TENCENT_ENDPOINT: world.tencent,
      FLOATIP_TENCENT_METADATA: world.metadata(node),
      // No folder can be made there, so no run inherits anything from another.
      FLOATIP_RUNTIME_DIR: '/dev/null/floatip',
      FLOATIP_STATE_DIR: '/dev/null/floatip',
      ...env,
    },
    stdout: { ...taken, isTTY, write: (text: string) => void (stdout += text) },
    stderr: { ...taken, isTTY, write: (text: string) => void (stderr += text) },
    clock,
    random: options.random ?? (() => 0.5),
    host: options.host ?? thisHost(),
    signal,
    onHangup: () => undefined,
    adapter: world.adapter,
    ...(options.terminal === undefined ? {} : { terminal: options.terminal }),
  };
  return { io, printed: () => ({ stdout, stderr }) };
}

/** Somebody reads it all at once. */
const taken = { waitingBytes: 0, drained: () => Promise.resolve() };

/** The JSON that a command printed. */
export function reportOf({
  stdout,
}: Pick<MainRun, 'stdout'>): Report & { readonly error?: FailureReport } {
  return JSON.parse(stdout);
}

/** Keeps what was printed for the search for secrets at the end of the whole check. */
export function transcribe(text: string): void {
  const folder = process.env['FLOATIP_TEST_TRANSCRIPTS'];
  if (folder !== undefined) appendFileSync(join(folder, `transcript-${process.pid}.log`), text);
}
