import { keyOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { lengthened } from '../core/backoff.ts';
import type { FailureClass } from '../core/failure-class.ts';
import type { Result } from '../core/outcome.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * What the cloud will not do for this node: a token that may not, something in the way. It does no harm to
 * ask again, as somebody may have put it right, but less and less often. A single one may have been odd:
 * the next pass asks again.
 */
export interface Refusals {
  /** Notes how a takeover has ended. */
  note(address: Address, result: Pick<Result, 'error'>): void;
  /** Whether it is too early to ask again without being told to. */
  isTooEarly(address: Address): boolean;
}

interface Refusal {
  /** How many in a row. */
  readonly count: number;
  /** Of the clock's `now()`. */
  readonly at: number;
}

const refusing: ReadonlySet<FailureClass | undefined> = new Set(['denied', 'missing', 'invalid']);

export function isRefusal(failureClass: FailureClass | undefined): boolean {
  return refusing.has(failureClass);
}

export function createRefusals(clock: Clock, intervalMs: number): Refusals {
  const refusals = new Map<string, Refusal>();
  return {
    note(address, { error }) {
      const key = keyOf(address);
      const { count = 0 } = refusals.get(key) ?? {};
      if (isRefusal(error?.class)) refusals.set(key, { count: count + 1, at: clock.now() });
      else refusals.delete(key);
    },
    isTooEarly(address) {
      const refusal = refusals.get(keyOf(address));
      if (refusal === undefined || refusal.count === 1) return false;
      return clock.now() - refusal.at < lengthened(intervalMs, refusal.count - 1);
    },
  };
}
