import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Everything that the lab has started, so that all of it ends with the lab. */
export interface Crew {
  /** Starts a program in a namespace, or in that of the lab itself. */
  start(command: readonly string[], options?: StartOptions): Member;
  /** Runs a program to its end, and returns what it printed. Throws where it ends otherwise than it may. */
  run(command: readonly string[], options: RunOptions): Promise<string>;
  close(): Promise<void>;
}

interface StartOptions {
  readonly namespace?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Gets what it prints, line by line. */
  readonly onLine?: (line: string) => void;
}

interface RunOptions extends Omit<StartOptions, 'onLine'> {
  /** Exit codes that are no fault of the program. */
  readonly mayEndWith: readonly number[];
}

export interface Member {
  readonly child: ChildProcess;
  isRunning(): boolean;
  /** Ends it, by its pid: with SIGTERM, and, where that does not help, with SIGKILL. */
  end(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

const patienceMs = 5000;

export function createCrew(): Crew {
  const members: Member[] = [];
  const crew: Crew = {
    start([program = '', ...args], { namespace, env = {}, onLine } = {}) {
      const [file, words] =
        namespace === undefined
          ? [program, args]
          : ['ip', ['netns', 'exec', namespace, program, ...args]];
      const output = onLine === undefined ? 'ignore' : 'pipe';
      const child = spawn(file, words, {
        // A variable such as NODE_EXTRA_CA_CERTS would cost every start of Node some 70 ms.
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['pipe', output, output],
      });
      for (const stream of [child.stdout, child.stderr]) {
        if (stream !== null) createInterface({ input: stream }).on('line', onLine ?? (() => null));
      }
      const member = memberOf(child);
      members.push(member);
      return member;
    },
    async run(command, { mayEndWith, ...options }) {
      let printed = '';
      const onLine = (line: string): void => void (printed += `${line}\n`);
      const { child } = crew.start(command, { ...options, onLine });
      await once(child, 'close');
      const { exitCode, signalCode } = child;
      if (exitCode !== null && mayEndWith.includes(exitCode)) return printed;
      const end = `ended with ${exitCode ?? signalCode}, not with ${mayEndWith.join(' or ')}`;
      throw new Error(`${command.join(' ')} ${end}, and printed:\n${printed}`);
    },
    async close() {
      await Promise.all(members.map((member) => member.end()));
    },
  };
  return crew;
}

function memberOf(child: ChildProcess): Member {
  let isRunning = true;
  const stop = (): void => {
    isRunning = false;
  };
  child.once('exit', stop).once('error', stop);
  return {
    child,
    isRunning: () => isRunning,
    async end() {
      if (!isRunning) return;
      const over = once(child, 'exit');
      const kill = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      child.kill('SIGTERM');
      await over;
      clearTimeout(kill);
    },
    async kill() {
      if (!isRunning) return;
      const over = once(child, 'exit');
      child.kill('SIGKILL');
      await over;
    },
  };
}
