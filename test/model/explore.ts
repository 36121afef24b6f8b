import type { LeaseRules } from './lease-rules.ts';
import { codeOf, initialState, violation } from './lease-state.ts';
import type { State } from './lease-state.ts';
import { stepsFrom } from './lease-steps.ts';

export interface Exploration {
  /** How many states there are; of one that went wrong, how many were seen until then. */
  readonly states: number;
  /** What went wrong, and how it came to that in as few steps as it can. */
  readonly wrong: { readonly what: string; readonly steps: readonly string[] } | undefined;
}

interface Seen {
  readonly state: State;
  readonly what: string;
  readonly before: Seen | undefined;
}

/** Goes through every state that can be reached, breadth first. */
export function explore(rules: LeaseRules): Exploration {
  const first: Seen = { state: initialState(rules), what: 'all begin', before: undefined };
  const known = new Set([codeOf(first.state)]);
  let edge: Seen[] = [first];
  while (edge.length > 0) {
    const next: Seen[] = [];
    for (const before of edge) {
      for (const { what, to } of stepsFrom(before.state, rules)) {
        const code = codeOf(to);
        if (known.has(code)) continue;
        known.add(code);
        const seen = { state: to, what, before };
        const wrong = violation(to, rules);
        if (wrong !== undefined) {
          return { states: known.size, wrong: { what: wrong, steps: historyOf(seen) } };
        }
        next.push(seen);
      }
    }
    edge = next;
  }
  return { states: known.size, wrong: undefined };
}

function historyOf(last: Seen): readonly string[] {
  const steps: string[] = [];
  for (let seen: Seen | undefined = last; seen !== undefined; seen = seen.before) {
    steps.unshift(seen.what);
  }
  return steps;
}
