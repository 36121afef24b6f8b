import type { FailureClass } from '../core/failure-class.ts';
import type { FailureReport } from '../core/outcome.ts';

export interface FailureOptions {
  /** What the operator should do: one imperative sentence. */
  readonly hint?: string | undefined;
  /** How long the cloud asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
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

  constructor(failureClass: FailureClass, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.class = failureClass;
    this.hint = options.hint;
    this.retryAfterMs = options.retryAfterMs;
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
