import { isHeldBy, nodeOf } from './owner.ts';
import type { Owner } from './owner.ts';

/** What is wanted of an address: that a node holds it, or that it no longer does. */
export interface Goal {
  readonly type: 'held-by' | 'not-held-by';
  readonly node: string;
}

/** One mutating request, as data. */
export type Step =
  | { readonly do: 'assign'; readonly to: string; readonly from: string | null }
  | { readonly do: 'unassign'; readonly from: string };

/** The steps that are left, first one first, or none and the reason why. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly why: string;
}

export function isReached({ type, node }: Goal, owner: Owner): boolean {
  return isHeldBy(owner, node) === (type === 'held-by');
}

/** What a step is to bring about. */
export function goalOf(step: Step): Goal {
  return step.do === 'assign'
    ? { type: 'held-by', node: step.to }
    : { type: 'not-held-by', node: step.from };
}

/**
 * What it takes to reach a goal.
 *
 *     goal            owner      steps
 *     held by N       unread     assign to N (the cloud takes it from whoever has it)
 *     held by N       nobody     assign to N
 *     held by N       N          none
 *     held by N       other      assign to N, from other
 *     not held by N   N          unassign from N
 *     not held by N   otherwise  none
 */
export function planFor(goal: Goal, owner: Owner | 'unread'): Plan {
  const { type, node } = goal;
  if (owner === 'unread') {
    return type === 'held-by'
      ? { steps: [{ do: 'assign', to: node, from: null }], why: 'this node should hold it' }
      : { steps: [{ do: 'unassign', from: node }], why: 'this node should not hold it' };
  }
  const holder = nodeOf(owner);
  const held = holder === null ? 'held by nobody' : `held by ${holder}`;
  if (isReached(goal, owner)) return { steps: [], why: held };
  if (type === 'not-held-by') return { steps: [{ do: 'unassign', from: node }], why: held };
  const why = `${held}, should be held by ${node}`;
  return { steps: [{ do: 'assign', to: node, from: holder }], why };
}
