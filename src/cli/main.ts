import type { Io } from '../app/io.ts';
import { exitCodeOf, exitCodes } from '../core/outcome.ts';
import { plainLine } from '../core/plain-text.ts';
import { Failure, reportOf } from '../ports/failure.ts';
import type { CommandLine, Told } from './command-line.ts';
import { isJsonWanted, nothingOf } from './mistakes/nothing-done.ts';
import { plainCommand } from './plain-command.ts';
import { explainFailure } from './print/explain.ts';
import { printJson } from './print/print-report.ts';
import { runPlain } from './run/run-plain.ts';
import { printableOutput } from './terminal/printable-output.ts';
import { ProgressLine } from './terminal/progress-line.ts';

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
  let line: CommandLine | undefined;
  try {
    line = await lineOf(args);
    await line.run({ io, finish });
    return exitCode;
  } catch (error) {
    const { words = args } = line ?? {};
    const { code, report } = (await line?.tellUsage(error, io)) ?? tell(asInstalled(error), io);
    // A program that asked for an object gets one, whatever went wrong.
    if (report !== undefined && isJsonWanted(words) && !isPrinted) {
      printJson({ ...nothingOf(words), error: report }, io);
    }
    return code;
  }
}

/** What is read by itself, or else what reads all that there is, which takes time to load. */
async function lineOf(args: readonly string[]): Promise<CommandLine> {
  const plain = plainCommand(args);
  if (plain === undefined) {
    const { commandLine } = await import('./command-line.ts');
    return commandLine(args);
  }
  return {
    words: args,
    run: (context) => runPlain(plain, { ...context, described: [] }),
    tellUsage: () => Promise.resolve(undefined),
  };
}

/** What bin/floatip.js could not open any more tells what to do about it. */
function asInstalled(error: unknown): unknown {
  if (!(error instanceof Error) || !('mend' in error)) return error;
  return new Failure('config', error.message, { hint: String(error.mend), cause: error });
}

/** Says on stderr what went wrong. */
function tell(error: unknown, { stderr }: Pick<Io, 'stderr'>): Told {
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
