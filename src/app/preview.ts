import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import type { Owner } from '../core/owner.ts';
import type { Plan } from '../core/plan.ts';
import { conclude, concludeFailure } from './conclude.ts';
import { Run } from './run.ts';
import type { RunOptions } from './run.ts';

export interface PreviewOptions extends RunOptions {
  /** The node that is to hold the address afterwards, or `null` for nobody. */
  readonly to: string | null;
  readonly plan: (owner: Owner) => Plan;
}

/** A dry run: reads the owner and says what would be done, and why. Sends nothing that changes. */
export async function preview(address: Address, options: PreviewOptions): Promise<Result> {
  const { to, plan } = options;
  const run = new Run(address, options);
  try {
    let planned: Plan = { steps: [], why: '' };
    await run.retry(async () => {
      planned = plan((await run.read('read')).owner);
    });
    const { steps, why } = planned;
    return { ...conclude(run, { to, outcome: 'planned', why }), plan: steps };
  } catch (error) {
    return concludeFailure(run, { to, error });
  }
}
