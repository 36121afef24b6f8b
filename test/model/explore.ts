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
  const known = new Set([codeOf(first.state, rules)]);
  for (let edge: readonly Seen[] = [first]; edge.length > 0;) {
    const next = edge.flatMap((before) => news(before, known, rules));
    for (const seen of next) {
      const what = violation(seen.state, rules);
      if (what !== undefined)
        return { states: known.size, wrong: { what, steps: historyOf(seen) } };
    }
    edge = next;
  }
  return { states: known.size, wrong: undefined };
}

/** What comes after a state and was not known yet. */
function news(before: Seen, known: Set<number>, rules: LeaseRules): readonly Seen[] {
  const found: Seen[] = [];
  for (const { what, to } of stepsFrom(before.state, rules)) {
    const code = codeOf(to, rules);
    if (known.has(code)) continue;
    known.add(code);
    found.push({ state: to, what, before });
  }
  return found;
}

function historyOf(last: Seen): readonly string[] {
  const steps: string[] = [];
  for (let seen: Seen | undefined = last; seen !== undefined; seen = seen.before) {
    steps.unshift(seen.what);
  }
  return steps;
}
