import type { FailureClass } from '../core/failure-class.ts';
import type { FailureReport } from '../core/outcome.ts';
import { plainText } from '../core/plain-text.ts';

export interface FailureOptions {
  /** What the operator should do: one imperative sentence. */
  readonly hint?: string | undefined;
  /** How long the cloud asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** For each line of the message what it is about, as it stands in a file; empty where nothing is shown. */
  readonly excerpts?: readonly string[];
  readonly cause?: unknown;
}

/**
 * The one error class of floatip: everything that a port throws on purpose. Anything else that is
 * thrown is a bug.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly class: FailureClass;
  readonly hint: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly excerpts: readonly string[];

  /** A message of several problems has a line for each. */
  constructor(
    failureClass: FailureClass,
    message: string | readonly string[],
    { hint, retryAfterMs, cause, excerpts = [] }: FailureOptions = {},
  ) {
    // What a cloud answers, or a file is called, becomes text here, whoever throws it.
    const lines = [message].flat().map((line) => plainText(line));
    super(lines.join('\n'), cause === undefined ? undefined : { cause });
    this.class = failureClass;
    this.hint = hint === undefined ? undefined : plainText(hint);
    this.retryAfterMs = retryAfterMs;
    this.excerpts = excerpts;
  }
}

export function isFailure(error: unknown, ...classes: readonly FailureClass[]): error is Failure {
  return error instanceof Failure && (classes.length === 0 || classes.includes(error.class));
}

/** Passes on what is a failure; anything else is a bug and thrown as it is. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

/** A failure as it is printed and put into JSON. */
export function reportOf(failure: Failure): FailureReport {
  const { class: failureClass, message, hint } = failure;
  return { class: failureClass, message, ...(hint === undefined ? {} : { hint }) };
}
