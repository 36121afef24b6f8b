import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import { planFor } from '../core/plan.ts';
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
    let unchecked: readonly string[] = [];
    await run.retry(async () => {
      plan = planFor(goal, await run.read('read'), run.mechanics);
      const rehearsal = await rehearse(plan, address, options);
      const { obstacle } = rehearsal;
      ({ unchecked } = rehearsal);
      if (obstacle !== undefined) plan = { ...plan, why: `${plan.why}; but ${obstacle}` };
    });
    const steps = plan.steps.map((step) => announced(step, address, options));
    return {
      ...conclude(run, { to, outcome: 'planned', why: plan.why }),
      plan: steps,
      ...(unchecked.length === 0 ? {} : { unchecked }),
    };
  } catch (error) {
    return concludeFailure(run, { to, error });
  }
}

interface Rehearsal {
  /** What the real run would wait for. */
  readonly obstacle?: string;
  /** What could not be checked. */
  readonly unchecked: readonly string[];
}

/** Has the provider make all the checks that can be made without a write. Throws what one is refused with. */
async function rehearse(
  { steps }: Plan,
  address: Address,
  options: PursueOptions,
): Promise<Rehearsal> {
  const { provider, deadline } = options;
  const unchecked = new Set<string>();
  try {
    const [first] = steps;
    if (first !== undefined) await sendUnsent(first, address, options);
    for (const step of steps) {
      const unknown = await provider.foresee?.(step, address, deadline.signal);
      for (const one of unknown ?? []) unchecked.add(one);
    }
    return { unchecked: [...unchecked] };
  } catch (error) {
    if (!isFailure(error, 'busy')) throw error;
    return { obstacle: error.message, unchecked: [...unchecked] };
  }
}

/** The checks that come right before a write, which is not sent. */
async function sendUnsent(
  step: Step,
  address: Address,
  { provider, deadline: { signal } }: PursueOptions,
): Promise<void> {
  const gate: WriteGate = { signal, write: sendNothing };
  try {
    await provider.apply(step, address, gate);
  } catch (error) {
    if (!isFailure(error, 'superseded')) throw error;
  }
}

function sendNothing(): Promise<never> {
  return Promise.reject(superseded());
}

/** What is announced is assigned by no request. */
function announced(step: Step, address: Address, { provider }: PursueOptions): Step {
  const on = step.do === 'assign' ? provider.announcedOn?.(address) : undefined;
  return step.do !== 'assign' || on === undefined ? step : { ...step, on };
}
