import type { Step } from '../../core/plan.ts';
import type { Provider } from '../../ports/provider.ts';

/** That an address leaves a host because that is dead. */
export interface Departure {
  readonly from: string;
  /** Whether the cloud has accepted it: there is no staying any more. */
  hasBegun(): boolean;
}

/** A provider whose steps on one address are the departure of that from a host. */
export function departingFrom(
  from: string,
  provider: Provider,
): { readonly departure: Departure; readonly provider: Provider } {
  let hasBegun = false;
  return {
    departure: { from, hasBegun: () => hasBegun },
    provider: {
      ...provider,
      async apply(step, address, gate) {
        // Where it is to be taken from there once more, nothing has come of what was accepted before.
        if (isTakenFrom(step, from)) hasBegun = false;
        const operation = await provider.apply(step, address, gate);
        hasBegun = true;
        return operation;
      },
    },
  };
}

function isTakenFrom(step: Step, node: string): boolean {
  return (step.do === 'assign' || step.do === 'unassign') && step.from === node;
}
