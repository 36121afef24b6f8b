import { labelOf } from '../core/address.ts';
import { isRetriable } from '../core/failure-class.ts';
import type { FailureReport, Outcome, Result } from '../core/outcome.ts';
import { nodeOf } from '../core/owner.ts';
import { asFailure, Failure, reportOf } from '../ports/failure.ts';
import type { Run } from './run.ts';

export interface Ending {
  readonly to: string | null;
  readonly outcome: Outcome;
  readonly error?: FailureReport;
  readonly why?: string;
}

/** What a run did, as it is printed. */
export function conclude(run: Run, { to, outcome, error, why }: Ending): Result {
  const { name, kind } = run.address;
  return {
    name,
    kind,
    ip: run.ip ?? null,
    outcome,
    from: run.before === undefined ? null : nodeOf(run.before),
    to,
    writes: run.writes,
    durationMs: run.stopwatch.elapsedMs(),
    phasesMs: run.stopwatch.phases(),
    ...(why === undefined ? {} : { why }),
    ...(error === undefined ? {} : { error }),
  };
}

/** The same for a run that did not get there. Throws again what is not a `Failure`. */
export function concludeFailure(
  run: Run,
  { to, error }: { to: string | null; error: unknown },
): Result {
  const failure = asFailure(error);
  if (failure.class === 'superseded') {
    return conclude(run, { to, outcome: 'superseded', why: failure.message });
  }
  const told = tell(run, failure);
  return conclude(run, { to, outcome: outcomeOfFailure(told), error: reportOf(told) });
}

/** The failure in the words that help at this point of the run. */
function tell(run: Run, failure: Failure): Failure {
  if (isOutOfTime(failure)) return outOfTime(run, failure);
  if (failure.class !== 'interrupted' || !run.changed) return failure;
  const message = `${failure.message} after a write was sent: its outcome is not known`;
  return new Failure('interrupted', message, { hint: lookHint(run), cause: failure });
}

/** How an address ends that a failure ends. */
export function outcomeOfFailure({ class: failureClass }: Failure): Outcome {
  if (failureClass === 'deadline') return 'timed-out';
  return failureClass === 'denied' || failureClass === 'invalid' ? 'refused' : 'failed';
}

/** A failure that is worth a retry ends a run only when there is no time left for it. */
function isOutOfTime({ class: failureClass }: Failure): boolean {
  return failureClass === 'deadline' || isRetriable(failureClass);
}

function outOfTime(run: Run, failure: Failure): Failure {
  const { stopwatch, lastFailure, latest } = run;
  const seconds = (stopwatch.elapsedMs() / 1000).toFixed(1);
  const reason = failure.class === 'deadline' ? lastFailure : failure;
  const because = reason === undefined ? 'the cloud did not finish the change' : reason.message;
  const hint = reason?.hint ?? run.doubt?.() ?? lookHint(run);
  const asked =
    failure.retryAfterMs === undefined ? '' : `, and asks to wait ${wait(failure.retryAfterMs)}`;
  const seen =
    latest === undefined
      ? 'its owner was never seen'
      : `last seen at ${nodeOf(latest) ?? 'nobody'}`;
  return new Failure('deadline', `Out of time after ${seconds} s (${seen}): ${because}${asked}`, {
    hint,
    cause: failure,
  });
}

function lookHint({ address }: Run): string {
  return `Look at it with: floatip status ${labelOf(address)}`;
}

function wait(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
