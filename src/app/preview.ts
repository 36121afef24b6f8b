import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { mechanics, planFor } from '../core/plan.ts';
import type { Plan } from '../core/plan.ts';
import { conclude, concludeFailure } from './conclude.ts';
import type { PursueOptions } from './pursue.ts';
import { Run } from './run.ts';

/** A dry run: reads the owner and says what would be done, and why. Sends nothing that changes. */
export async function preview(address: Address, options: PursueOptions): Promise<Result> {
  const { goal } = options;
  const to = goal.type === 'held-by' ? goal.node : null;
  const run = new Run(address, options);
  try {
    let plan: Plan = { steps: [], why: '' };
    await run.retry(async () => {
      plan = planFor(goal, await run.read('read'), mechanics[address.kind]);
    });
    return { ...conclude(run, { to, outcome: 'planned', why: plan.why }), plan: plan.steps };
  } catch (error) {
    return concludeFailure(run, { to, error });
  }
}
