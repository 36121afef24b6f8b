import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { mechanics, planFor } from '../core/plan.ts';
import type { Plan, Step } from '../core/plan.ts';
import { isFailure } from '../ports/failure.ts';
import type { WriteGate } from '../ports/provider.ts';
import { conclude, concludeFailure } from './conclude.ts';
import { superseded } from './gate.ts';
import type { PursueOptions } from './pursue.ts';
import { Run } from './run.ts';

/**
 * A dry run: reads the owner and says what would be done, and why; or refuses what the real run would
 * refuse. Sends nothing that changes.
 */
export async function preview(address: Address, options: PursueOptions): Promise<Result> {
  const { goal } = options;
  const to = goal.type === 'held-by' ? goal.node : null;
  const run = new Run(address, options);
  try {
    let plan: Plan = { steps: [], why: '' };
    await run.retry(async () => {
      plan = planFor(goal, await run.read('read'), mechanics[address.kind]);
      const [first] = plan.steps;
      const obstacle = first && (await rehearse(first, address, options));
      if (obstacle !== undefined) plan = { ...plan, why: `${plan.why}; but ${obstacle}` };
    });
    const steps = plan.steps.map((step) => announced(step, address));
    return { ...conclude(run, { to, outcome: 'planned', why: plan.why }), plan: steps };
  } catch (error) {
    return concludeFailure(run, { to, error });
  }
}

/**
 * Has the provider make all the checks that come before its write, which is not sent. Returns what
 * the real run would wait for.
 */
async function rehearse(
  step: Step,
  address: Address,
  { provider, deadline }: PursueOptions,
): Promise<string | undefined> {
  const { signal } = deadline;
  const gate: WriteGate = { signal, write: sendNothing };
  try {
    await provider.apply(step, address, gate);
    return undefined;
  } catch (error) {
    if (isFailure(error, 'superseded')) return undefined;
    if (isFailure(error, 'busy')) return error.message;
    throw error;
  }
}

function sendNothing(): Promise<never> {
  return Promise.reject(superseded());
}

/** No request assigns a HAVIP. */
function announced(step: Step, address: Address): Step {
  if (step.do !== 'assign' || address.kind !== 'tencent-havip') return step;
  return { ...step, on: address.interface };
}
