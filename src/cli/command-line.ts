import { CommanderError } from 'commander';

import type { Io } from '../app/io.ts';
import { exitCodes } from '../core/outcome.ts';
import type { Context } from './context.ts';
import { describedClouds } from './help/described-clouds.ts';
import { explainFailure } from './print/explain.ts';
import { createProgram, loadHelp, wordsOf } from './program.ts';

/** A command line that has been looked at. */
export interface CommandLine {
  readonly words: readonly string[];
  /** Does what it says. */
  run(context: Pick<Context, 'io' | 'finish'>): Promise<void>;
  /** Says on stderr what is wrong with it, where that is what was thrown. */
  tellUsage(error: unknown, io: Io): Promise<Told | undefined>;
}

/** What came of a run that threw something. */
export interface Told {
  readonly code: number;
  /** For programs; without one, nothing went wrong. */
  readonly report?: object;
}

/** Any command line. */
export function commandLine(args: readonly string[]): CommandLine {
  const words = wordsOf(args);
  return {
    words,
    async run({ io, finish }) {
      const described = await describedClouds(words, io.clouds);
      const context = { io, finish, described, help: await loadHelp(words) };
      await createProgram(context, words).parseAsync(words, { from: 'user' });
    },
    tellUsage: async (error, io) =>
      error instanceof CommanderError ? await tellUsage(error, words, io) : undefined,
  };
}

async function tellUsage(
  error: CommanderError,
  words: readonly string[],
  { stderr, clouds }: Pick<Io, 'stderr' | 'clouds'>,
): Promise<Told> {
  if (error.exitCode === 0) return { code: exitCodes.ok };
  // Help was printed instead.
  if (error.code === 'commander.help') return { code: exitCodes.usage };
  const { usageFailure } = await import('./mistakes/usage-failure.ts');
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
