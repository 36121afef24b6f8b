import { labelOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import type { Outcome, Result } from '../core/outcome.ts';
import { nodeOf } from '../core/owner.ts';
import type { Owner, Reading } from '../core/owner.ts';
import { isReached, planFor } from '../core/plan.ts';
import type { Goal, Premise } from '../core/plan.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import { conclude, concludeFailure } from './conclude.ts';
import { giveBack } from './give-back.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';

export interface PursueOptions extends RunOptions {
  readonly goal: Goal;
  /**
   * Whether to look who holds the address before the first write. Right after an event that says
   * that this node should take over, every millisecond is downtime, and the write goes first.
   */
  readonly readFirst: boolean;
  /**
   * How long to leave the address with its present owner before taking it. Asked after each look;
   * without it, not at all. Milliseconds.
   */
  readonly coolOffMs?: (owner: Owner) => number;
  /** What a look at the address saw a moment ago: the first plan is made from that. */
  readonly known?: Reading;
  /** Waits for other runs of this host, and returns whether there were any. */
  readonly acquireLock?: () => Promise<boolean>;
  /** Write nothing down where nothing was to be done. */
  readonly quiet?: boolean;
  /** Whether somebody else on this host takes care of the address by now, once this run is superseded. */
  readonly isTakenOver?: () => boolean;
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
  let readFirst = options.readFirst || !run.mechanics.takesUnread;
  try {
    // Whoever had to wait no longer knows how things are.
    const hadCompany = (await options.acquireLock?.()) === true;
    readFirst ||= hadCompany;
    let known = hadCompany ? undefined : usable(options);
    if (known !== undefined) run.assume(known);
    await run.retry(async () => {
      const seen = known;
      // Every further try looks for itself.
      known = undefined;
      const premise = readFirst ? await readPremise(run, { ...options, known: seen }) : 'unread';
      readFirst = true;
      await bringAbout(goal, premise, run);
      // What was recorded while the cloud answered counts more than the answer.
      run.checkWanted();
    });
    const result = conclude(run, { to, outcome: outcomeOf(goal, run) });
    return options.quiet === true && run.writes === 0 ? result : run.record(result);
  } catch (error) {
    if (isFailure(error, 'superseded')) await giveBack(run, options);
    return run.record(concludeFailure(run, { to, error }));
  }
}

/**
 * What was seen before serves to plan a change, never to say that none is needed, or that another
 * one is still going on.
 */
function usable({ known, goal }: PursueOptions): Reading | undefined {
  if (known === undefined || known.pending || isReached(goal, known)) return undefined;
  return known;
}

/**
 * Who holds the address, unless the cloud is changing it right now: it would refuse a write, what
 * it says of the owner is about to be wrong, and the change may be the very one that this run lost
 * sight of.
 */
async function readPremise(
  run: Run,
  { coolOffMs, known }: Pick<PursueOptions, 'coolOffMs'> & { known: Reading | undefined },
): Promise<Reading> {
  const reading = known ?? (await run.read('read'));
  const { owner } = reading;
  const label = labelOf(run.address);
  refusePending(reading, run);
  const retryAfterMs = coolOffMs?.(owner) ?? 0;
  if (retryAfterMs > 0) {
    const holder = nodeOf(owner) ?? 'nobody';
    throw new Failure('contested', `${label} was taken away, ${holder} has it now`, {
      retryAfterMs,
    });
  }
  return reading;
}

function refusePending({ pending }: Reading, { address }: Run): void {
  if (pending) throw new Failure('busy', `The cloud is still changing ${labelOf(address)}`);
}

/** Takes the steps of the plan one by one, each planned from what the last one left behind. */
async function bringAbout(goal: Goal, from: Premise, run: Run): Promise<void> {
  for (let premise = from; ;) {
    const [step] = planFor(goal, premise, run.mechanics).steps;
    if (step === undefined) return;
    const reading = await run.carryOut(step);
    if (!isReached(goal, reading)) refusePending(reading, run);
    premise = reading;
  }
}

function outcomeOf({ type }: Goal, { changed, before }: Run): Outcome {
  if (type === 'held-by') return changed ? 'moved' : 'already-held';
  if (changed) return 'released';
  return before?.state === 'held' ? 'not-ours' : 'already-free';
}
