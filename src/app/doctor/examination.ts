import { setMaxListeners } from 'node:events';

import { withTimeout } from '../../lib/time/deadline.ts';
import { checkIds } from '../../ports/check-ids.ts';
import type { CheckId } from '../../ports/check-ids.ts';
import { checked, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';

/** Something to be looked at that ends by itself, or is ended. */
export interface Examination {
  /** What it finds out about. Where it does not end in time, the rest of that is skipped. */
  readonly ids: readonly CheckId[];
  /** Follows its signal. Throws `Failure`, which is then what was found out about the first id. */
  run(signal: AbortSignal, find: (check: Check) => void): void | Promise<void>;
}

export interface Time {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long each of them may take. */
  readonly ms: number;
}

/** Makes them side by side. What is found comes in the order of the examinations. */
export async function examine(
  examinations: readonly Examination[],
  time: Time,
): Promise<readonly Check[]> {
  // Many wait for the same one.
  setMaxListeners(0, time.signal);
  const found = await Promise.all(examinations.map((one) => examineOne(one, time)));
  return found.flat();
}

async function examineOne(
  { ids, run }: Examination,
  { clock, signal: parent, ms }: Time,
): Promise<readonly Check[]> {
  const found: Check[] = [];
  let isOver = false;
  const find = (check: Check): void => {
    if (!isOver) found.push(check);
  };
  const onTimeout = (): Failure => new Failure('deadline', `No answer in ${ms / 1000} s`);
  try {
    await withTimeout({ clock, ms, parent, onTimeout }, (signal) =>
      Promise.race([run(signal, find), abortion(signal)]),
    );
  } catch (error) {
    if (!isFailure(error) || parent.aborted) throw error;
    found.push(...unfound(ids, found, error));
  } finally {
    isOver = true;
  }
  return found;
}

/** What does not follow its signal is not waited for either. */
function abortion(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function unfound(
  ids: readonly CheckId[],
  found: readonly Check[],
  failure: Failure,
): readonly Check[] {
  const known = new Set(found.map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  const { message, hint } = failure;
  if (failure.class === 'deadline' || failure.class === 'transport') {
    return missing.map((id) =>
      skipped(id, `${message}: ${checkIds[id].meaning} was not looked at`),
    );
  }
  const [first, ...others] = missing;
  if (first === undefined) return [];
  return [
    checked(first, 'fail', { detail: message, fix: hint }),
    ...others.map((id) => skipped(id, `Not looked at, as ${checkIds[first].title} failed`)),
  ];
}
