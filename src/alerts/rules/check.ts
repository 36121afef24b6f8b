import type { Casebook } from '../casebook.ts';
import type { Signal } from '../signal.ts';
import { failureFacts } from './failure-facts.ts';

/** Whether something of this host is as the next takeover needs it. Told at once: it does not mend itself. */
export function noteCheck(
  { check, failure, at }: Extract<Signal, { readonly type: 'checked' }>,
  casebook: Casebook,
): void {
  const about = { sort: 'check', name: check } as const;
  if (failure === undefined) casebook.end(casebook.about(about), at);
  else casebook.find({ kind: 'unhealthy', about, facts: failureFacts(failure) }, at);
}
