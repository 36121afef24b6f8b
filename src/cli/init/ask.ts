import type { Config } from '../../config/config.ts';
import { exitCodes } from '../../core/outcome.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Context } from '../context.ts';
import { explainFailure } from '../print/explain.ts';
import { commandLine } from './command-line.ts';
import { askForPair } from './dialog.ts';
import { kindFacts } from './kind-facts.ts';
import { proposalsFor } from './proposals.ts';
import { terminalQuestions } from './questions.ts';
import { setUp } from './set-up.ts';

/** Asks whoever sits at the terminal what the options would say, and does it. */
export async function askAndSetUp(config: Config, { io, finish }: Context): Promise<void> {
  try {
    const questions = terminalQuestions(io.signal);
    const [proposals, facts] = await Promise.all([proposalsFor(config, io), kindFacts(io.clouds)]);
    const options = await askForPair({ questions, proposals, facts });
    await setUp({ options, io });
    io.stderr.write(`\nThe same again, with no questions:\n  ${commandLine(options)}\n`);
  } catch (error) {
    // Ctrl-C at a question is a key there, not a signal.
    if (io.signal.aborted || !isFailure(error, 'interrupted')) throw error;
    io.stderr.write(explainFailure(error));
    finish(exitCodes.sigint);
  }
}
