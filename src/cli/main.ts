import { CommanderError } from 'commander';

import { exitCodeOf, exitCodes } from '../core/outcome.ts';
import { plainLine } from '../core/plain-text.ts';
import { Failure } from '../ports/failure.ts';
import { explainFailure } from './explain.ts';
import type { Io } from './io.ts';
import { printableOutput } from './printable-output.ts';
import { createProgram, wordsOf } from './program.ts';

/** Runs one command line and returns its exit code. */
export async function main(args: readonly string[], world: Io): Promise<number> {
  const { stdout, stderr } = world;
  const io = { ...world, stdout: printableOutput(stdout), stderr: printableOutput(stderr) };
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
  // Only its first line is not indented, whatever the error says.
  const [first = '', ...rest] = trace.split('\n').map((line) => plainLine(line.trim()));
  const lines = [`floatip: This is a bug in floatip, please report it: ${first}`, ...rest];
  stderr.write(`${lines.join('\n    ')}\n`);
  return exitCodes.bug;
}
