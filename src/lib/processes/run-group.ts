import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

import { errnoOf } from '../files/errno.ts';

/** How a program ended that was run with all that it starts. */
export type GroupEnding =
  | { readonly type: 'exited'; readonly code: number }
  /** By a signal of somebody else. */
  | { readonly type: 'killed'; readonly by: string }
  /** It printed more than it may, and was killed. */
  | { readonly type: 'flooded' }
  | { readonly type: 'not-started'; readonly errno: string };

export interface GroupRun {
  readonly ending: GroupEnding;
  readonly stdout: string;
  /** The beginning of it. */
  readonly stderr: string;
}

export interface GroupOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it gets on its standard input, which is closed then. */
  readonly input?: string;
  /** Kills it, with all that it has started. */
  readonly signal: AbortSignal;
}

/** Of what a program may print, in bytes. Of stderr, what is more is not kept. */
export const mostPrinted = 1024 * 1024;
const mostComplaints = 8 * 1024;

/**
 * Runs a program as a process group of its own, in /, and ends with it whatever it has started and left behind.
 * Rejects with the signal's reason where that aborts, and never otherwise.
 */
export function runGroup(argv: readonly string[], options: GroupOptions): Promise<GroupRun> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    const cut = (): void => reject(signal.reason);
    if (signal.aborted) {
      cut();
      return;
    }
    const group = startGroup(argv, options, (run) => {
      signal.removeEventListener('abort', leave);
      resolve(run);
    });
    const leave = (): void => {
      group.end();
      cut();
    };
    signal.addEventListener('abort', leave, { once: true });
  });
}

function startGroup(
  [program = '', ...args]: readonly string[],
  { env, input = '' }: GroupOptions,
  onEnd: (run: GroupRun) => void,
): { end(): void } {
  const child = spawn(program, args, { cwd: '/', env: { ...env }, stdio: 'pipe', detached: true });
  let isFlooded = false;
  const end = (): void => endGroup(child);
  const flooded = (): void => {
    isFlooded = true;
    end();
  };
  const stdout = collect(child.stdout, mostPrinted, flooded);
  const stderr = collect(child.stderr, mostComplaints, () => undefined);
  const told = (ending: GroupEnding): void =>
    onEnd({ ending: isFlooded ? { type: 'flooded' } : ending, stdout: stdout(), stderr: stderr() });
  child.once('error', (error) => {
    if (child.pid === undefined) told({ type: 'not-started', errno: errnoOf(error) });
  });
  // What it has left behind would go on, and keep its output open.
  child.once('exit', end);
  child.once('close', (code, by) =>
    told(code === null ? { type: 'killed', by: by ?? 'a signal' } : { type: 'exited', code }),
  );
  // It need not read what it gets.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return { end: () => endWithOutput(child) };
}

/** Keeps so much of a stream, and reads the rest, so that nobody waits for a reader. */
function collect(stream: NodeJS.ReadableStream, most: number, onMore: () => void): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < most) chunks.push(chunk.subarray(0, most - length));
    length += chunk.length;
    if (length > most) onMore();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** Kills a process that leads a group, and all of the group. */
export function endGroup({ pid }: Pick<ChildProcess, 'pid'>): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // They have ended by themselves.
  }
}

/** Somebody who has left the group may have the output open for ever. */
function endWithOutput(child: ChildProcess): void {
  endGroup(child);
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
}
