import type { FailureClass } from '../../core/failure-class.ts';
import type { Condition } from '../book.ts';
import type { Casebook } from '../casebook.ts';
import type { Signal } from '../signal.ts';
import { failureFacts } from './failure-facts.ts';

/** What does not go away by itself. */
const lasting: ReadonlySet<FailureClass> = new Set(['denied', 'credentials', 'config', 'clock']);
const intervals = 3;

/** Whether a cloud can be read. */
export function noteCloud(
  { cloud, failure, at }: Extract<Signal, { readonly type: 'looked' }>,
  casebook: Casebook,
): void {
  const about = { sort: 'cloud', name: cloud } as const;
  if (failure === undefined) {
    casebook.end(casebook.about(about), at);
    return;
  }
  const facts = failureFacts(failure);
  const forMs = lasting.has(failure.class) ? 0 : intervals * casebook.intervalMs;
  casebook.find({ kind: 'unhealthy', about, facts }, at, { forMs, looks: 1 });
}

/** A cloud that stays silent is looked at less and less often, and silent all the same. */
export function noteSilence(at: number, casebook: Casebook): void {
  const isDue = ({ kind, episode, since }: Condition): boolean =>
    kind === 'unhealthy' && episode === undefined && at - since >= intervals * casebook.intervalMs;
  for (const condition of casebook.conditions(isDue)) casebook.find(condition, at);
}
