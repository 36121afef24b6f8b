import { isFailure, reportOf } from '../../ports/failure.ts';
import { printJson } from './print-report.ts';
import type { PrintOptions } from './print-report.ts';

export interface TellOptions extends Pick<PrintOptions, 'json' | 'io'> {
  /** What the command prints where nothing is known. */
  readonly nothing?: object;
}

/** Passes on what is thrown, having put it into JSON first where that was asked for. */
export async function tellingFailures(
  { json, io, nothing = { self: null, results: [] } }: TellOptions,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (json && isFailure(error)) printJson({ ...nothing, error: reportOf(error) }, io);
    throw error;
  }
}
