import type { Address } from '../core/address.ts';
import type { Failure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';

/** Writes down why a run tries again, and after which wait. */
export function createRetryLog(
  { name: address }: Address,
  log: Log,
): (failure: Failure, delayMs: number) => void {
  let staleCount = 0;
  return ({ class: failureClass, message: reason }, delayMs) => {
    if (failureClass === 'stale') staleCount += 1;
    const fields = { address, class: failureClass, reason, delayMs: Math.round(delayMs) };
    // A premise that was wrong once is mostly an address that is here already: the next look tells.
    if (failureClass === 'stale' && staleCount === 1) log.debug(fields, 'looking again');
    else log.warn(fields, 'trying again');
  };
}
