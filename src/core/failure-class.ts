/**
 * Why something could not be done, seen from what to do about it.
 *
 * The first eight are worth another try, see `backoffMs`. The others end the run at once.
 */
export type FailureClass =
  /** The cloud asks for fewer requests. */
  | 'throttled'
  /** The cloud is still busy with an earlier change. */
  | 'busy'
  /** No usable answer: timeout, reset, DNS, 5xx, a body that is not JSON. */
  | 'transport'
  /** A write that may have landed: the owner has to be read before anything else. */
  | 'ambiguous'
  /** The premise of the plan was wrong: read the owner and plan again. */
  | 'stale'
  /** Another node took the address while this one is to hold it: wait longer each time. */
  | 'contested'
  /** The signature expired: correct the clock. */
  | 'clock'
  /** The role's token expired: fetch it again. */
  | 'credentials'
  /** Not allowed. */
  | 'denied'
  /** No such address. */
  | 'missing'
  /** The cloud will never do this, in the wrong region for example. */
  | 'invalid'
  /** The config, a secret or the host cannot be used as it is. */
  | 'config'
  /** The command line cannot be used as it is. */
  | 'usage'
  /** What was to be done is no longer wanted. Not a failure of anything. */
  | 'superseded'
  /** Another run on this host is at work on the address, and did not finish in time. */
  | 'locked'
  /** The deadline has passed. */
  | 'deadline'
  /** A signal ended the run. */
  | 'interrupted';

const retriable: ReadonlySet<FailureClass> = new Set([
  'throttled',
  'busy',
  'transport',
  'ambiguous',
  'stale',
  'contested',
  'clock',
  'credentials',
]);

export function isRetriable(failureClass: FailureClass): boolean {
  return retriable.has(failureClass);
}
