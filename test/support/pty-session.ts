import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { onTestFinished } from 'vitest';

import { transcribe } from './run-main.ts';

/** Starts a program at a terminal of its own, and does with it what it is told, a line of JSON each. */
const program = `
import fcntl, json, os, pty, select, signal, struct, sys, termios
def resize(rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
rows, columns, argv = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
    os.execvp(argv[0], argv)
orders, told = b'', True
while True:
    ready = select.select([terminal] + ([0] if told else []), [], [])[0]
    if terminal in ready:
        try:
            got = os.read(terminal, 65536)
        except OSError:
            break
        if not got:
            break
        sys.stdout.buffer.write(got)
        sys.stdout.flush()
    if 0 in ready:
        got = os.read(0, 65536)
        told = got != b''
        *lines, orders = (orders + got).split(b'\\n')
        for line in lines:
            order = json.loads(line)
            if 'type' in order: os.write(terminal, order['type'].encode())
            if 'resize' in order: resize(*order['resize'])
            if 'signal' in order: os.kill(pid, getattr(signal, order['signal']))
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
os._exit(status if status >= 0 else 128 - status)
`;

export interface PtySession {
  /** All that was written to the terminal so far. */
  written(): string;
  /** What is to be seen now, of a program that draws the whole terminal anew each time. */
  screen(): readonly string[];
  type(keys: string): void;
  resize(rows: number, columns: number): void;
  signal(name: 'SIGCONT' | 'SIGTERM' | 'SIGTSTP' | 'SIGHUP'): void;
  /** The exit code; 128 and the signal where it was ended by one. */
  ended: Promise<number | null>;
}

export interface PtySessionOptions {
  readonly rows?: number;
  readonly columns?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const toTop = '\u001B[H';

/** Runs the built command line at a terminal, with somebody who looks and types. */
export function openPtySession(
  args: readonly string[],
  { rows = 24, columns = 80, env }: PtySessionOptions,
): PtySession {
  const argv = [String(rows), String(columns), process.execPath, 'bin/floatip.js', ...args];
  const child = spawn('python3', ['-c', program, ...argv], {
    env: { PATH: process.env['PATH'], TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (written += String(text)));
  const order = (what: object): void => void child.stdin.write(`${JSON.stringify(what)}\n`);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(() => {
    child.kill('SIGKILL');
    transcribe(written);
  });
  return {
    written: () => written,
    screen() {
      const frame = written.slice(written.lastIndexOf(toTop) + toTop.length);
      // oxlint-disable-next-line no-control-regex -- they are what a terminal is told
      return frame.replaceAll(/\u001B\[[\d;?]*[a-zA-Z]/g, '').split('\r\n');
    },
    type: (keys) => order({ type: keys }),
    resize: (...size) => order({ resize: size }),
    signal: (name) => order({ signal: name }),
    ended,
  };
}
