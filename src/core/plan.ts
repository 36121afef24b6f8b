import { isHeldBy, nodeOf } from './owner.ts';
import type { Owner } from './owner.ts';

/** One mutating request, as data. */
export type Step =
  | { readonly do: 'assign'; readonly to: string; readonly from: string | null }
  | { readonly do: 'unassign'; readonly from: string };

/** The steps that are left, first one first, or none and the reason why. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly why: string;
}

export interface TakeoverPremise {
  /** The node that should hold the address. */
  readonly target: string;
  /** The owner as last read, or `unread` where an event is trusted and nobody has looked yet. */
  readonly owner: Owner | 'unread';
}

/**
 * What it takes to bring an address to `target`.
 *
 *     owner      steps
 *     unread     assign (the cloud takes it from whoever has it)
 *     free       assign
 *     target     none
 *     other      assign, from other
 */
export function planTakeover({ target, owner }: TakeoverPremise): Plan {
  if (owner === 'unread') {
    return { steps: [{ do: 'assign', to: target, from: null }], why: 'this node should hold it' };
  }
  if (isHeldBy(owner, target)) return { steps: [], why: `already held by ${target}` };
  const from = nodeOf(owner);
  const why = from === null ? 'held by nobody' : `held by ${from}, should be held by ${target}`;
  return { steps: [{ do: 'assign', to: target, from }], why };
}

/** What it takes to take an address from `holder`, and only from it. */
export function planRelease({ holder, owner }: { holder: string; owner: Owner }): Plan {
  if (owner.state === 'free') return { steps: [], why: 'held by nobody' };
  if (owner.node !== holder) return { steps: [], why: `held by ${owner.node}, not by ${holder}` };
  return { steps: [{ do: 'unassign', from: holder }], why: `held by ${holder}` };
}
