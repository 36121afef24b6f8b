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
  /** What else is to be done at the end, before the programs are ended: what came last comes first. */
  atEnd(work: () => unknown): void;
  /** Does all of it, whatever fails. Throws what failed. */
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

/** What it runs is ended when the signal is aborted; what it has started is left to `close`. */
export function createCrew(signal: AbortSignal): Crew {
  const members: Member[] = [];
  const works: (() => unknown)[] = [];
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
      signal.throwIfAborted();
      const { child } = crew.start(command, { ...options, onLine });
      const end = (): void => void child.kill('SIGKILL');
      signal.addEventListener('abort', end);
      await once(child, 'close');
      signal.removeEventListener('abort', end);
      signal.throwIfAborted();
      const { exitCode, signalCode } = child;
      if (exitCode !== null && mayEndWith.includes(exitCode)) return printed;
      const ended = `ended with ${exitCode ?? signalCode}, not with ${mayEndWith.join(' or ')}`;
      throw new Error(`${command.join(' ')} ${ended}, and printed:\n${printed}`);
    },
    atEnd: (work) => void works.unshift(work),
    async close() {
      const failures: string[] = [];
      const endAll = async (): Promise<unknown> =>
        await Promise.all(members.map((one) => one.end()));
      for (const work of [...works, endAll]) {
        try {
          await work();
        } catch (error) {
          failures.push(String(error));
        }
      }
      if (failures.length > 0)
        throw new Error(`The lab did not end in order: ${failures.join('; ')}`);
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
