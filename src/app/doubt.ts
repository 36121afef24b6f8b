import { Failure, isFailure } from '../ports/failure.ts';

/**
 * How far a run believes a cloud that takes back what it has said in the same run. A verdict that
 * contradicts an earlier success is believed once it is said twice in a row: until then it is as good
 * as no answer.
 */
export interface Doubt {
  noteLook(): void;
  /** A write was accepted. */
  noteWrite(): void;
  /** The failure of a look as it is to be taken. `hasWritten` is whether a write was sent before it. */
  ofLook(failure: Failure, hasWritten: boolean): Failure;
  /** The same of what is found out right before a write. What the plan cannot do is no contradiction. */
  ofCheck(failure: Failure): Failure;
  /** The same of a write. What the token may not do although it may look is no contradiction. */
  ofWrite(failure: Failure): Failure;
}

type Subject = 'look' | 'check' | 'write';

export function createDoubt(): Doubt {
  let hasSucceeded = false;
  const doubted = new Set<Subject>();
  const noteSuccess = (...of: readonly Subject[]): void => {
    hasSucceeded = true;
    for (const one of of) doubted.delete(one);
  };
  const doubtOnce = (of: Subject, failure: Failure): Failure => {
    if (!hasSucceeded || doubted.has(of)) return failure;
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
    ofWrite: (failure) => (failure.refusesCaller ? doubtOnce('write', failure) : failure),
  };
}

function unbelieved(failure: Failure): Failure {
  const { message, hint } = failure;
  return new Failure('transport', message, { hint, cause: failure });
}
