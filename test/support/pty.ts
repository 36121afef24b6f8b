import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { transcribe } from './run-main.ts';

export const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

/** Starts a program at a terminal of its own, types an answer once it sees the question, and leaves as the program does. */
const program = `
import os, pty, sys
question, answer, argv = sys.argv[1], sys.argv[2], sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
seen, typed = b'', False
while True:
    try:
        got = os.read(terminal, 65536)
    except OSError:
        break
    if not got:
        break
    seen += got
    if not typed and question.encode() in seen:
        os.write(terminal, answer.encode())
        typed = True
sys.stdout.buffer.write(seen)
sys.stdout.flush()
_, status = os.waitpid(pid, 0)
os._exit(os.waitstatus_to_exitcode(status))
`;

export interface Typed {
  readonly question: string;
  /** What is typed then, control characters included. */
  readonly answer: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface AtTerminal {
  readonly code: number | null;
  /** What the terminal showed, echoes included. */
  readonly screen: string;
}

/** Runs the built command line at a terminal. */
export async function runAtTerminal(
  args: readonly string[],
  { question, answer, env }: Typed,
): Promise<AtTerminal> {
  const argv = [process.execPath, 'bin/floatip.js', ...args];
  const child = spawn('python3', ['-c', program, question, answer, ...argv], {
    env: { PATH: process.env['PATH'], TERM: 'dumb', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const screen = text(child.stdout);
  const [code] = (await once(child, 'close')) as [number | null];
  transcribe(`${args.join(' ')}\n${await screen}`);
  return { code, screen: (await screen).replaceAll('\r\n', '\n') };
}
