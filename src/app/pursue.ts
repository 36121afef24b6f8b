import type { Address } from '../core/address.ts';
import type { Outcome, Result } from '../core/outcome.ts';
import type { Owner } from '../core/owner.ts';
import { planFor } from '../core/plan.ts';
import type { Goal } from '../core/plan.ts';
import { Failure } from '../ports/failure.ts';
import { conclude, concludeFailure } from './conclude.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';

export interface PursueOptions extends RunOptions {
  readonly goal: Goal;
  /**
   * Whether to look who holds the address before the first write. Right after an event that says
   * that this node should take over, every millisecond is downtime, and the write goes first.
   */
  readonly readFirst: boolean;
}

/**
 * The cycle: reads who holds the address, plans, writes, and reads back until the goal shows. What
 * another node or a lost answer did in between is met by reading and planning again. Whatever the
 * cloud does, the result tells; only a bug is thrown.
 */
export async function pursue(address: Address, options: PursueOptions): Promise<Result> {
  const { goal } = options;
  const to = goal.type === 'held-by' ? goal.node : null;
  const run = new Run(address, options);
  let { readFirst } = options;
  try {
    await run.retry(async () => {
      const premise = readFirst ? await readPremise(run) : 'unread';
      readFirst = true;
      await bringAbout(goal, premise, run);
    });
    return conclude(run, { to, outcome: outcomeOf(goal, run) });
  } catch (error) {
    return concludeFailure(run, { to, error });
  }
}

/**
 * Who holds the address, unless the cloud is changing it right now: it would refuse a write, what
 * it says of the owner is about to be wrong, and the change may be the very one that this run lost
 * sight of.
 */
async function readPremise(run: Run): Promise<Owner> {
  const { owner, pending } = await run.read('read');
  if (pending) throw new Failure('busy', `The cloud is still changing ${run.address.ip}`);
  return owner;
}

/** Takes the steps of the plan one by one, each planned from what the last one left behind. */
async function bringAbout(goal: Goal, premise: Owner | 'unread', run: Run): Promise<void> {
  for (let owner = premise; ;) {
    const [step] = planFor(goal, owner).steps;
    if (step === undefined) return;
    owner = await run.carryOut(step);
  }
}

function outcomeOf({ type }: Goal, { changed, before }: Run): Outcome {
  if (type === 'held-by') return changed ? 'moved' : 'already-held';
  if (changed) return 'released';
  return before?.state === 'held' ? 'not-ours' : 'already-free';
}
