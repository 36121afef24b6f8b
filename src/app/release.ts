import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { isHeldBy } from '../core/owner.ts';
import { planRelease } from '../core/plan.ts';
import { conclude, concludeFailure } from './conclude.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';

export interface ReleaseOptions extends RunOptions {
  /** The node that gives the address up. An address that another node holds is left alone. */
  readonly holder: string;
}

/** Takes one address from one node, and reads back that the node no longer holds it. */
export async function release(address: Address, options: ReleaseOptions): Promise<Result> {
  const { holder } = options;
  const run = new Run(address, options);
  try {
    await run.retry(async () => {
      const { owner } = await run.read('read');
      const [step] = planRelease({ holder, owner }).steps;
      if (step === undefined) return;
      await run.carryOut({ step, reached: (after) => !isHeldBy(after, holder) });
    });
    return conclude(run, { to: null, outcome: outcomeOf(run) });
  } catch (error) {
    return concludeFailure(run, { to: null, error });
  }
}

function outcomeOf({ changed, before }: Run): 'released' | 'already-free' | 'not-ours' {
  if (changed) return 'released';
  return before?.state === 'held' ? 'not-ours' : 'already-free';
}
