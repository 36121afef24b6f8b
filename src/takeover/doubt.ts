import { Failure, isFailure } from '../ports/failure.ts';

/**
 * How far a run believes a cloud that says no. That it may not do something, or a verdict that contradicts
 * an earlier success of the same run, is believed once it is said twice in a row: until then it is as good
 * as no answer. A firewall may have its page in the shape of the cloud's answers.
 */
export interface Doubt {
  noteLook(): void;
  /** A write was accepted. */
  noteWrite(): void;
  /** The failure of a look as it is to be taken. `hasWritten` is whether a write was sent before it. */
  ofLook(failure: Failure, hasWritten: boolean): Failure;
  /** The same of what is found out right before a write. What the plan cannot do is no contradiction. */
  ofCheck(failure: Failure): Failure;
  /** The same of a write. */
  ofWrite(failure: Failure): Failure;
}

type Subject = 'look' | 'check' | 'write';

export function createDoubt(): Doubt {
  let hasSucceeded = false;
  let wasDenied = false;
  const doubted = new Set<Subject>();
  const noteSuccess = (...of: readonly Subject[]): void => {
    hasSucceeded = true;
    wasDenied = false;
    for (const one of of) doubted.delete(one);
  };
  const doubtOnce = (of: Subject, failure: Failure): Failure => {
    const isSaidAgain = doubted.has(of) || wasDenied;
    wasDenied = failure.class === 'denied';
    if (isSaidAgain || !(wasDenied || hasSucceeded)) return failure;
    doubted.add(of);
    return unbelieved(failure);
  };
  return {
    noteLook: () => noteSuccess('look'),
    noteWrite: () => noteSuccess('check', 'write'),
    ofLook(failure, hasWritten) {
      // An address that the cloud knew when it was written to is not gone because a look says so.
      if (hasWritten && failure.class === 'missing') return unbelieved(failure);
      const isVerdict = isFailure(failure, 'denied', 'missing', 'invalid');
      return isVerdict ? doubtOnce('look', failure) : failure;
    },
    ofCheck: (failure) =>
      isFailure(failure, 'denied', 'missing') ? doubtOnce('check', failure) : failure,
    ofWrite: (failure) => (isFailure(failure, 'denied') ? doubtOnce('write', failure) : failure),
  };
}

function unbelieved(failure: Failure): Failure {
  const { message, hint } = failure;
  return new Failure('transport', message, { hint, cause: failure });
}
