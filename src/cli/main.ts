import { CommanderError } from 'commander';

import { exitCodeOf, exitCodes } from '../core/outcome.ts';
import { Failure } from '../ports/failure.ts';
import { explainFailure } from './explain.ts';
import type { Io } from './io.ts';
import { createProgram, wordsOf } from './program.ts';

/** Runs one command line and returns its exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const finish = (code: number): void => {
    exitCode = code;
  };
  try {
    const words = wordsOf(args);
    await createProgram({ io, finish }, words).parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOfError(error, io);
  }
}

function exitCodeOfError(error: unknown, { stderr }: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof Failure) {
    stderr.write(explainFailure(error));
    return exitCodeOf(error.class);
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`floatip: This is a bug in floatip, please report it: ${trace}\n`);
  return exitCodes.bug;
}
