import { exitCodes } from '../core/outcome.ts';
import { Failure, reportOf } from '../ports/failure.ts';
import type { Context } from './context.ts';
import { explainFailure } from './print/explain.ts';
import { printJson } from './print/print-report.ts';

/** Ends a command as whoever types Ctrl-C at the question. `nothing` is what it prints as JSON, if it does. */
export function callOff({ io, finish }: Context, nothing: object | undefined): void {
  const failure = new Failure('interrupted', 'Called off: nothing was changed');
  if (nothing !== undefined) printJson({ ...nothing, error: reportOf(failure) }, io);
  io.stderr.write(explainFailure(failure));
  finish(exitCodes.sigint);
}
