import { nextPollMs } from '../core/backoff.ts';
import { whereaboutsOf } from '../core/plan.ts';
import type { Restoring } from '../core/plan.ts';
import { sleep } from '../lib/time/sleep.ts';
import { asFailure } from '../ports/failure.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';

/**
 * For so long what is nowhere is left to others: the node that is MASTER now is about to take it. And for
 * so long what is still there is watched, as the request that takes it away may be late.
 */
const graceMs = 3000;

export interface GiveBackOptions extends Omit<RunOptions, 'wanted'> {
  /** Whether somebody else on this host takes care of the address by now. */
  readonly isTakenOver?: () => boolean;
}

/**
 * Puts back what a run has taken from where it was, and may not bring here any more: otherwise it would
 * serve nobody. Leaves it alone as soon as anybody takes it.
 */
export async function giveBack(run: Run, options: GiveBackOptions): Promise<void> {
  const { restoring, address } = run;
  if (restoring === undefined) return;
  const isTakenOver = options.isTakenOver ?? ((): boolean => false);
  const wanted = { isStill: () => !isTakenOver(), key: `restore ${address.name}` };
  const goal = { type: 'held-by', node: restoring.to } as const;
  const back = new Run(address, { ...options, wanted, goal });
  // What the run has seen is a reason to doubt a refusal now.
  if (run.latest !== undefined) back.assume(run.latest);
  try {
    await back.retry(async () => {
      if (!(await staysNowhere(restoring, back, options))) return;
      await back.carryOut(restoring);
      run.putBackOn = restoring.to;
    });
  } catch (error) {
    // What ends it is for whoever takes the address, or for the operator: the result says where it is.
    asFailure(error);
  } finally {
    run.absorb(back);
  }
}

/** Whether it is taken away, and nobody takes it within the time that others have for that. */
async function staysNowhere(
  restoring: Restoring,
  back: Run,
  { clock, deadline }: GiveBackOptions,
): Promise<boolean> {
  const longestMs = Math.min(graceMs, deadline.remainingMs() / 2);
  let [state, since] = ['there', clock.now()];
  for (let waitMs: number | undefined; ;) {
    const latest = whereaboutsOf(restoring, await back.read('read'));
    if (latest === 'taken') return false;
    if (latest !== state) [state, since] = [latest, clock.now()];
    if (state !== 'moving' && clock.now() - since >= longestMs) return state === 'nowhere';
    waitMs = nextPollMs(waitMs);
    await sleep(clock, waitMs, deadline.signal);
    back.checkWanted();
  }
}
