import { labelOf } from '../core/address.ts';
import { isRetriable } from '../core/failure-class.ts';
import type { FailureReport, Outcome, Result } from '../core/outcome.ts';
import { isHeldBy, nodeOf } from '../core/owner.ts';
import type { Reading } from '../core/owner.ts';
import { waitedFor } from '../lib/time/cut-short.ts';
import { asFailure, Failure, reportOf } from '../ports/failure.ts';
import type { Run } from './run.ts';

export interface Ending {
  readonly to: string | null;
  readonly outcome: Outcome;
  readonly error?: FailureReport;
  readonly why?: string;
  readonly warning?: string | undefined;
}

/** What a run did, as it is printed. */
export function conclude(run: Run, ending: Ending): Result {
  const { to, outcome, error, why, warning } = ending;
  const { name, kind } = run.address;
  const gotThere = error === undefined && outcome !== 'superseded';
  return {
    name,
    kind,
    ip: run.ip ?? null,
    outcome,
    from: run.before === undefined ? null : nodeOf(run.before),
    to,
    ...(gotThere || run.latest === undefined ? {} : { owner: nodeOf(run.latest.owner) }),
    writes: run.writes,
    durationMs: run.stopwatch.elapsedMs(),
    phasesMs: run.stopwatch.phases(),
    ...(why === undefined ? {} : { why }),
    ...(warning === undefined ? {} : { warning }),
    ...(error === undefined ? {} : { error }),
  };
}

/** The same for a run that did not get there. Throws again what is not a `Failure`. */
export function concludeFailure(
  run: Run,
  { to, error }: { to: string | null; error: unknown },
): Result {
  const failure = asFailure(error);
  if (failure.class === 'superseded') return concludeSuperseded(run, { to, failure });
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

/** Nothing failed, but what was done until then is done. */
function concludeSuperseded(
  run: Run,
  { to, failure }: { to: string | null; failure: Failure },
): Result {
  const { type, node } = run.goal;
  const aim = type === 'held-by' ? `it was to go to ${node}` : `it was to leave ${node}`;
  const back = run.putBackOn === undefined ? '' : `; it was put back on ${run.putBackOn}`;
  return conclude(run, {
    to,
    outcome: 'superseded',
    why: `${aim}, and ${failure.message}${back}`,
    warning: run.changed && run.putBackOn === undefined ? leftBehind(run) : undefined,
  });
}

function leftBehind(run: Run): string {
  const half = halfDone(run) ?? halfSent(run);
  return half === undefined
    ? `a write was sent before that. ${lookHint(run)}`
    : `it ${half.state}, unless a MASTER takes it. ${half.back}`;
}

/** An address that was freed in order to take it, and then could not be taken, serves nobody now. */
function tellHalfDone(run: Run, failure: Failure): Failure {
  const half = halfDone(run);
  if (half === undefined) return failure;
  const message = `${failure.message}. It ${half.state}`;
  const hint = failure.hint === undefined ? half.back : `${failure.hint}. ${half.back}`;
  return new Failure(failure.class, message, { hint, cause: failure });
}

interface HalfDone {
  readonly state: string;
  /** How to put it back. */
  readonly back: string;
}

function halfDone(run: Run): HalfDone | undefined {
  const { before, latest, changed, goal } = run;
  const wasHeld = before?.state === 'held' ? before.node : undefined;
  const isHalfDone = goal.type === 'held-by' && changed && isFree(latest);
  if (wasHeld === undefined || !isHalfDone) return undefined;
  return {
    state: `was taken from ${wasHeld}, and nobody holds it now`,
    back: wayBack(run, wasHeld),
  };
}

/** The same for what the cloud has accepted, and still was about to do at the last look. */
function halfSent(run: Run): HalfDone | undefined {
  const { accepted, latest, goal } = run;
  if (goal.type !== 'held-by' || accepted?.do !== 'unassign' || latest === undefined)
    return undefined;
  const isStillThere = latest.pending && isHeldBy(latest.owner, accepted.from);
  if (latest.leaving !== true && !isStillThere) return undefined;
  return {
    state: `is being taken from ${accepted.from}, and nobody holds it then`,
    back: wayBack(run, accepted.from),
  };
}

function wayBack({ address, isNodeId }: Run, node: string): string {
  return isNodeId(node)
    ? `Put it back with: floatip assign ${address.name} --to ${node}`
    : `Put it back on ${node} in the console`;
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
  const reason = failure.class === 'deadline' ? (lastFailure ?? waitedFor(failure)) : failure;
  const because = reason?.message ?? whatIsMissing(run);
  const hint = reason?.hint ?? run.doubt?.() ?? lookHint(run);
  const asked =
    failure.retryAfterMs === undefined ? '' : `, and asks to wait ${wait(failure.retryAfterMs)}`;
  const seen = latest === undefined ? 'its owner was never seen' : seenAt(nodeOf(latest.owner));
  const sent = run.writes === 0 ? '; nothing was sent' : '';
  const told = `Out of time after ${seconds} s (${seen}${sent}): ${because}${asked}`;
  return new Failure('deadline', told, { hint, cause: failure });
}

function whatIsMissing({ writes }: Run): string {
  return writes === 0
    ? 'there was no time to send a change'
    : 'the cloud did not finish the change';
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
