import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { isHeldBy } from '../core/owner.ts';
import type { Owner } from '../core/owner.ts';
import { planTakeover } from '../core/plan.ts';
import type { Step } from '../core/plan.ts';
import { Failure } from '../ports/failure.ts';
import { conclude, concludeFailure } from './conclude.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';

export interface TakeoverOptions extends RunOptions {
  /** The node that should hold the address. */
  readonly target: string;
  /**
   * Send the first write without reading the owner before it: right after an event that says that
   * this node should take over, when every millisecond is downtime.
   */
  readonly trustEvent: boolean;
}

/**
 * Brings one address to one node: reads who holds it, plans, writes, and reads back until the
 * cloud says that it is there. Whatever the cloud does, the result tells; only a bug is thrown.
 */
export async function takeover(address: Address, options: TakeoverOptions): Promise<Result> {
  const { target } = options;
  const run = new Run(address, options);
  let trusting = options.trustEvent;
  try {
    await run.retry(async () => {
      const premise = trusting ? 'unread' : await readPremise(run, target);
      trusting = false;
      await bringTo(target, premise, run);
    });
    return conclude(run, { to: target, outcome: run.changed ? 'moved' : 'already-held' });
  } catch (error) {
    return concludeFailure(run, { to: target, error });
  }
}

/**
 * Who holds the address, unless the cloud is changing it right now: it would refuse a write, and
 * the change may be the very one that this run lost sight of.
 */
async function readPremise(run: Run, target: string): Promise<Owner> {
  const { owner, pending } = await run.read('read');
  if (!pending || isHeldBy(owner, target)) return owner;
  throw new Failure('busy', `The cloud is still changing ${run.address.ip}`);
}

/** Takes the steps of the plan one by one, each planned from what the last one left behind. */
async function bringTo(target: string, premise: Owner | 'unread', run: Run): Promise<void> {
  for (let owner = premise; ;) {
    const [step] = planTakeover({ target, owner }).steps;
    if (step === undefined) return;
    owner = await run.carryOut({ step, reached: (after) => isReached(step, after) });
  }
}

function isReached(step: Step, owner: Owner): boolean {
  return step.do === 'assign' ? isHeldBy(owner, step.to) : !isHeldBy(owner, step.from);
}
