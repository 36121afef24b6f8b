import type { FailureClass } from './failure-class.ts';
import type { Step } from './plan.ts';
import type { Probed } from './probe.ts';

/** How one address ended; the first eight are the contract of `assign`, the last two of `release`. */
export type Outcome =
  | 'moved'
  | 'already-held'
  | 'not-ours'
  | 'superseded'
  | 'refused'
  | 'timed-out'
  | 'failed'
  | 'planned'
  | 'released'
  | 'already-free';

export const phaseNames = ['identity', 'read', 'write', 'settle', 'verify'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** Milliseconds that a run spent in each phase. */
export type Phases = Readonly<Record<PhaseName, number>>;

/** A failure as it is printed. */
export interface FailureReport {
  readonly class: FailureClass;
  readonly message: string;
  readonly hint?: string;
}

/** What one run did to one address. */
export interface Result {
  readonly name: string;
  readonly kind: string;
  /** `null` for an address that is known by its id, as long as the cloud has not said it. */
  readonly ip: string | null;
  readonly outcome: Outcome;
  /** Who held it before: a node, or `null` for nobody, or for a run that never saw. */
  readonly from: string | null;
  /** Who was to hold it. */
  readonly to: string | null;
  /** Who held it at the last look of a run that failed or was superseded, where there was one. */
  readonly owner?: string | null;
  /** How many mutating requests were sent. */
  readonly writes: number;
  readonly durationMs: number;
  readonly phasesMs: Phases;
  /** The steps that a dry run would take. */
  readonly plan?: readonly Step[];
  /** Why these steps, or why none. */
  readonly why?: string;
  /** What a dry run could not check, in words such as "whether …". */
  readonly unchecked?: readonly string[];
  /** Whether somebody answered there afterwards; the times of the run are without it. */
  readonly probe?: Probed;
  /** What the operator should know of beyond the outcome. */
  readonly warning?: string;
  /** What became of the program that was run after it, where one was. */
  readonly after?: AfterReport;
  readonly error?: FailureReport;
}

/** How a program ended that was run after an address had moved. */
export interface AfterReport {
  readonly ok: boolean;
  readonly durationMs: number;
  /** Why it did not do what it was for. */
  readonly why?: string;
}

/** The exit codes of the command line, in one place. */
export const exitCodes = {
  ok: 0,
  bug: 1,
  usage: 2,
  config: 3,
  denied: 4,
  superseded: 5,
  timedOut: 6,
  refused: 7,
  locked: 8,
  sigint: 130,
  sigterm: 143,
} as const;

const exitCodeOfFailure: Readonly<Partial<Record<FailureClass, number>>> = {
  usage: exitCodes.usage,
  config: exitCodes.config,
  missing: exitCodes.config,
  denied: exitCodes.denied,
  credentials: exitCodes.denied,
  superseded: exitCodes.superseded,
  locked: exitCodes.locked,
  invalid: exitCodes.refused,
  interrupted: exitCodes.sigterm,
};

/** The exit code of a failure; one that is still worth a retry has run out of time instead. */
export function exitCodeOf(failureClass: FailureClass): number {
  return exitCodeOfFailure[failureClass] ?? exitCodes.timedOut;
}

/** The exit code of one address. */
export function exitCodeOfResult(result: Pick<Result, 'outcome' | 'error'>): number {
  if (result.error !== undefined) return exitCodeOf(result.error.class);
  return result.outcome === 'superseded' ? exitCodes.superseded : exitCodes.ok;
}

/** The exit code of several addresses: that of the first, in config order, that is not 0. */
export function exitCodeOfResults(results: readonly Pick<Result, 'outcome' | 'error'>[]): number {
  for (const result of results) {
    const code = exitCodeOfResult(result);
    if (code !== exitCodes.ok) return code;
  }
  return exitCodes.ok;
}
