import { isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';

/** By what cut a request short, a deadline for example: what it waited for. */
const waits = new WeakMap<object, Failure>();

/** What the first request waited for that this has cut short. */
export function waitedFor(reason: Failure): Failure | undefined {
  return waits.get(reason);
}

/** Notes what a request waits for that is cut short. At that very moment: others go on right after. */
export function noteWait(reason: unknown, waiting: Failure): void {
  if (isFailure(reason, 'deadline', 'transport') && !waits.has(reason)) waits.set(reason, waiting);
}
