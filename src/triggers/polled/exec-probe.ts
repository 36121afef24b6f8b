import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

import { errnoOf } from '../../lib/files/errno.ts';
import { endGroup } from '../../lib/processes/run-group.ts';
import { withTimeout } from '../../lib/time/deadline.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';
import type { OpenProbe, ProbeAnswer } from './probe.ts';

export interface ExecProbeOptions {
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Asks a program. 0 means yes and 1 means no; however else it ends is no answer. */
export function openExecProbe({ argv, timeoutMs: ms, clock, env }: ExecProbeOptions): OpenProbe {
  const [program = '', ...rest] = argv;
  const onTimeout = (): Failure => noAnswer(program, `it did not end within ${ms / 1000} s`);
  return {
    close: () => undefined,
    ask: (parent) =>
      withTimeout({ clock, ms, parent, onTimeout }, async (signal) => {
        // A group of its own, so that what it has started ends with it.
        const child = spawn(program, rest, {
          stdio: 'ignore',
          detached: true,
          env: withoutSecrets(env),
        });
        signal.addEventListener('abort', () => endGroup(child), { once: true });
        return await answerOf(child, program);
      }),
  };
}

function answerOf(child: ChildProcess, program: string): Promise<ProbeAnswer> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(noAnswer(program, errnoOf(error) ?? error.message)));
    child.once('exit', (code, by) => {
      if (code === 0) resolve({ says: 'hold', why: `${program} ended with 0` });
      else if (code === 1) resolve({ says: 'do not', why: `${program} ended with 1` });
      else reject(noAnswer(program, by === null ? `it ended with ${code}` : `it got ${by}`));
    });
  });
}

function noAnswer(program: string, why: string): Failure {
  return new Failure('transport', `${program} gave no answer: ${why}`);
}

/** A program that only looks needs none of what floatip signs with. */
function withoutSecrets(env: ExecProbeOptions['env']): NodeJS.ProcessEnv {
  const entries = Object.entries(env).filter(
    ([name]) => !/TOKEN|SECRET|PASSWORD|ACCESS_KEY|CREDENTIALS_DIRECTORY/i.test(name),
  );
  return Object.fromEntries(entries);
}
