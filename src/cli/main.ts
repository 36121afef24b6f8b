import { CommanderError } from 'commander';

import type { Io } from '../app/io.ts';
import { exitCodeOf, exitCodes } from '../core/outcome.ts';
import { plainLine } from '../core/plain-text.ts';
import { Failure, reportOf } from '../ports/failure.ts';
import { describedClouds } from './described-clouds.ts';
import { explainFailure } from './explain.ts';
import { isJsonWanted, nothingOf } from './nothing-done.ts';
import { printJson } from './print-report.ts';
import { printableOutput } from './printable-output.ts';
import { createProgram, loadHelp, wordsOf } from './program.ts';
import { ProgressLine } from './progress-line.ts';

/** Runs one command line and returns its exit code. */
export async function main(args: readonly string[], world: Io): Promise<number> {
  const { stdout, stderr } = world;
  let isPrinted = false;
  const progress = new ProgressLine(stderr, world.clock);
  const onWrite = (): void => {
    isPrinted = true;
    progress.clear();
  };
  const io = {
    ...world,
    stdout: printableOutput(stdout, onWrite),
    stderr: printableOutput(stderr, () => progress.clear()),
    progress,
    ...(world.terminal === undefined ? {} : { terminal: progress.beside(world.terminal) }),
  };
  let exitCode: number = exitCodes.ok;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const words = wordsOf(args);
  try {
    const described = await describedClouds(words, io.clouds);
    const context = { io, finish, described, help: await loadHelp(words) };
    await createProgram(context, words).parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    const { code, report } = await tell(error, words, io);
    // A program that asked for an object gets one, whatever went wrong.
    if (report !== undefined && isJsonWanted(words) && !isPrinted) {
      printJson({ ...nothingOf(words), error: report }, io);
    }
    return code;
  }
}

interface Told {
  readonly code: number;
  /** For programs; without one, nothing went wrong. */
  readonly report?: object;
}

/** Says on stderr what went wrong. */
async function tell(error: unknown, words: readonly string[], io: Io): Promise<Told> {
  const { stderr } = io;
  if (error instanceof CommanderError) return await tellUsage(error, words, io);
  if (error instanceof Failure) {
    stderr.write(explainFailure(error));
    return { code: exitCodeOf(error.class), report: reportOf(error) };
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  // Only its first line is not indented, whatever the error says.
  const [first = '', ...rest] = trace.split('\n').map((line) => plainLine(line.trim()));
  const message = `This is a bug in floatip, please report it: ${first}`;
  stderr.write(`${[`floatip: ${message}`, ...rest].join('\n    ')}\n`);
  return { code: exitCodes.bug, report: { class: 'bug', message } };
}

async function tellUsage(
  error: CommanderError,
  words: readonly string[],
  { stderr, clouds }: Pick<Io, 'stderr' | 'clouds'>,
): Promise<Told> {
  if (error.exitCode === 0) return { code: exitCodes.ok };
  // Help was printed instead.
  if (error.code === 'commander.help') return { code: exitCodes.usage };
  const { usageFailure } = await import('./usage-failure.ts');
  const report = usageFailure(error, words, await clouds.describeAll());
  const advice =
    report.hint?.startsWith('Did you mean') === true ? `\n(${report.hint})` : undefined;
  stderr.write(
    advice === undefined
      ? explainFailure(report)
      : `${explainFailure({ message: report.message }).trimEnd()}${advice}\n`,
  );
  return { code: exitCodes.usage, report };
}
