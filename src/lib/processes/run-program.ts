import { execFile } from 'node:child_process';

import { errnoOf } from '../files/errno.ts';

export interface ProgramRun {
  /** Nothing where it could not be started, or was ended. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The system's error where it could not be started, or `timeout`. */
  readonly error?: string;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Runs it as somebody else, which only root can. */
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs a program to its end, or for as long as it may take. Never throws. */
export function runProgram(
  [program = '', ...args]: readonly string[],
  { timeoutMs, ...options }: ProgramOptions,
): Promise<ProgramRun> {
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { ...options, timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: maxBytes },
      (error, stdout, stderr) => {
        const said = { stdout, stderr };
        if (error === null) resolve({ ...said, code: 0 });
        else if (typeof error.code === 'number') resolve({ ...said, code: error.code });
        else resolve({ ...said, code: undefined, error: whyNot(error) });
      },
    );
  });
}

const maxBytes = 1024 * 1024;

function whyNot(error: Error & { readonly killed?: boolean }): string {
  return error.killed === true ? 'timeout' : errnoOf(error);
}
