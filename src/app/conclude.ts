import { isNodeId, labelOf, providerOf } from '../core/address.ts';
import { isRetriable } from '../core/failure-class.ts';
import type { FailureReport, Outcome, Result } from '../core/outcome.ts';
import { nodeOf } from '../core/owner.ts';
import type { Reading } from '../core/owner.ts';
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
    ...(error === undefined || run.latest === undefined ? {} : { owner: nodeOf(run.latest.owner) }),
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
  const told = tellHalfDone(run, tell(run, failure));
  return conclude(run, { to, outcome: outcomeOfFailure(told), error: reportOf(told) });
}

/** The failure in the words that help at this point of the run. */
function tell(run: Run, failure: Failure): Failure {
  if (isOutOfTime(failure)) return outOfTime(run, failure);
  if (failure.class !== 'interrupted' || !run.changed) return failure;
  const message = `${failure.message} after a write was sent: its outcome is not known`;
  return new Failure('interrupted', message, { hint: lookHint(run), cause: failure });
}

/** An address that was freed in order to take it, and then could not be taken, serves nobody now. */
function tellHalfDone(run: Run, failure: Failure): Failure {
  const { before, latest, changed, address, goal } = run;
  const wasHeld = before?.state === 'held' ? before.node : undefined;
  const isHalfDone = goal.type === 'held-by' && changed && isFree(latest);
  if (wasHeld === undefined || !isHalfDone) return failure;
  const message = `${failure.message}. It was taken from ${wasHeld}, and nobody holds it now`;
  const back = isNodeId(providerOf(address.kind), wasHeld)
    ? `Put it back with: floatip assign ${address.name} --to ${wasHeld}`
    : `Put it back on ${wasHeld} in the console`;
  const hint = failure.hint === undefined ? back : `${failure.hint}. ${back}`;
  return new Failure(failure.class, message, { hint, cause: failure });
}

/** What the cloud is just binding is nobody's yet, and will be somebody's. */
function isFree(reading: Reading | undefined): boolean {
  return reading?.owner.state === 'free' && !reading.pending;
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
  const seen = latest === undefined ? 'its owner was never seen' : seenAt(nodeOf(latest.owner));
  const sent = run.writes === 0 ? '; nothing was sent' : '';
  const told = `Out of time after ${seconds} s (${seen}${sent}): ${because}${asked}`;
  return new Failure('deadline', told, { hint, cause: failure });
}

function seenAt(node: string | null): string {
  return node === null ? 'held by nobody at the last look' : `last seen at ${node}`;
}

function lookHint({ address }: Run): string {
  return `Look at it with: floatip status ${labelOf(address)}`;
}

function wait(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}
