import type { FailureReport } from '../../core/outcome.ts';
import { shorten } from '../../core/shorten.ts';
import type { Facts } from '../alert.ts';

/** A page of an error is not for a robot; all of it is in the journal. */
const most = { reason: 500, hint: 300 };

/** Why something went wrong, and what to do. */
export function failureFacts({ message, hint }: FailureReport): Facts {
  const reason = shorten(message, most.reason);
  return hint === undefined ? { reason } : { reason, hint: shorten(hint, most.hint) };
}
