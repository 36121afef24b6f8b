import * as fc from 'fast-check';

import { classes } from '../../../src/providers/exec/schema.ts';

/** What a program of somebody's can come to. */

export type Trouble =
  /** Says that it went wrong, in place of an answer. */
  | { readonly type: 'error'; readonly class: string; readonly retryAfter?: number }
  /** Of a look: says so of the address alone. */
  | { readonly type: 'own error'; readonly class: string }
  /** Ends with a shell text that is no answer. */
  | { readonly type: 'no answer'; readonly sh: string }
  | { readonly type: 'hang' }
  | { readonly type: 'late'; readonly ms: number }
  /** Of a change: it is accepted, and nothing comes of it. */
  | { readonly type: 'nothing comes of it' };

export interface TroubleRule {
  readonly on: 'read' | 'assign';
  /** Whether a change has been made all the same. */
  readonly isDone: boolean;
  readonly skip: number;
  /** 0 means all that follow. */
  readonly times: number;
  readonly trouble: Trouble;
}

const noAnswers = [
  'exit 3',
  'echo broken >&2; exit 1',
  'kill -KILL $$',
  'kill -TERM $$',
  ':',
  'echo ok',
  "echo '<html>502</html>'",
  `printf %s '{"readings":[{"name":"web","ow'`,
  `echo '{"readings":[]}'`,
  `echo '{"readings":[{"name":"other","owner":"lb2"}]}'`,
  `echo '{"readings":[{"name":"web","owner":"lb2"},{"name":"web","owner":"lb1"}]}'`,
  `echo '{"readings":[{"name":"web","owner":"lb2"}],"operation":"1"}'`,
  `echo '{"operation":7}'`,
  'head -c 1100000 /dev/zero',
] as const;

const className = fc.constantFrom(...classes);
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ type: fc.constant('error' as const), class: className }),
  fc.record({
    type: fc.constant('error' as const),
    class: fc.constantFrom('throttled', 'busy'),
    retryAfter: fc.nat(20),
  }),
  fc.record({ type: fc.constant('own error' as const), class: className }),
  fc.record({ type: fc.constant('no answer' as const), sh: fc.constantFrom(...noAnswers) }),
  fc.record({ type: fc.constant('no answer' as const), sh: fc.constantFrom(...noAnswers) }),
  fc.constant({ type: 'hang' } as const),
  fc.record({ type: fc.constant('late' as const), ms: fc.nat(7000) }),
  fc.constant({ type: 'nothing comes of it' } as const),
);

export const rule: fc.Arbitrary<TroubleRule> = fc.record({
  on: fc.constantFrom('read', 'assign'),
  isDone: fc.boolean(),
  skip: fc.nat(3),
  times: fc.constantFrom(0, 1, 1, 2, 3),
  trouble,
});

/** What ends a run for good reason. */
export function isFinal({ trouble: one }: TroubleRule): boolean {
  return 'class' in one && ['denied', 'missing', 'invalid'].includes(one.class);
}

/** Counts down what is to happen. */
export class TroubleBook {
  #entries: { readonly rule: TroubleRule; skip: number; left: number }[];

  constructor(rules: readonly TroubleRule[]) {
    this.#entries = rules.map((one) => ({
      rule: one,
      skip: one.skip,
      left: one.times === 0 ? Infinity : one.times,
    }));
  }

  clear(): void {
    this.#entries = [];
  }

  meet(on: TroubleRule['on']): TroubleRule | undefined {
    for (const entry of this.#entries.filter(({ rule: one, left }) => one.on === on && left > 0)) {
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      return entry.rule;
    }
    return undefined;
  }
}
