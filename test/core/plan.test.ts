import { describe, expect, it } from 'vitest';

import { free, heldBy } from '../../src/core/owner.ts';
import type { Attachment, Owner } from '../../src/core/owner.ts';
import { isReached, isTaken, planFor } from '../../src/core/plan.ts';
import type { Premise, Step } from '../../src/core/plan.ts';

const hold = { type: 'held-by', node: 'us' } as const;
const letGo = { type: 'not-held-by', node: 'us' } as const;
const [us, them] = [heldBy('us'), heldBy('them')];
const one = { takesFromHolder: true, takesUnread: true };
const two = { takesFromHolder: false, takesUnread: false };
const announced = { takesFromHolder: true, takesUnread: false };

const assign = (from: string | null): Step => ({ do: 'assign', to: 'us', from });
const attach: Step = { do: 'attach', to: 'us' };

describe('planFor()', () => {
  it.each<[typeof hold | typeof letGo, Premise, typeof one, Step[]]>([
    [hold, 'unread', one, [assign(null)]],
    [hold, { owner: free }, one, [assign(null)]],
    [hold, { owner: them }, one, [assign('them')]],
    [hold, { owner: us }, one, []],
    [letGo, { owner: free }, one, []],
    [letGo, { owner: them }, one, []],
    [letGo, { owner: us }, one, [{ do: 'unassign', from: 'us' }]],
    [hold, { owner: them }, two, [{ do: 'unassign', from: 'them', for: 'us' }, assign(null)]],
    [hold, { owner: free }, two, [assign(null)]],
    [hold, { owner: us }, two, []],
    [hold, { owner: us, leaving: true }, two, [assign(null)]],
    [letGo, { owner: us, leaving: true }, two, [{ do: 'unassign', from: 'us' }]],
    [letGo, { owner: us }, two, [{ do: 'unassign', from: 'us' }]],
    [hold, { owner: them, attachment: { state: 'attached' } }, announced, [assign('them')]],
    [hold, { owner: us, attachment: { state: 'attached' } }, announced, []],
    [hold, { owner: us, attachment: { state: 'loose' } }, announced, [attach]],
    [hold, { owner: free, attachment: { state: 'loose' } }, announced, [assign(null), attach]],
    [
      hold,
      { owner: us, attachment: { state: 'elsewhere', at: 'ins-x' } },
      announced,
      [{ do: 'detach', from: 'ins-x' }, attach],
    ],
  ])('%o from %o', (goal, premise, how, steps) => {
    const plan = planFor(goal, premise, how);
    expect(plan.steps).toEqual(steps);
    expect(plan.why).not.toBe('');
  });

  const owners: readonly Owner[] = [free, us, them];
  const attachments: readonly (Attachment | undefined)[] = [
    undefined,
    { state: 'attached' },
    { state: 'loose' },
    { state: 'elsewhere', at: 'x' },
  ];
  const readings = owners.flatMap((owner) =>
    attachments.map((attachment) => (attachment === undefined ? { owner } : { owner, attachment })),
  );

  it('has steps left exactly as long as the goal is not reached', () => {
    for (const goal of [hold, letGo]) {
      for (const reading of readings) {
        for (const how of [one, two, announced]) {
          const { steps } = planFor(goal, reading, how);
          expect(steps.length === 0).toBe(isReached(goal, reading));
        }
      }
    }
  });

  it('never plans a step that is taken already', () => {
    for (const goal of [hold, letGo]) {
      for (const reading of readings) {
        const [step] = planFor(goal, reading, two).steps;
        if (step !== undefined) expect(isTaken(step, reading)).toBe(false);
      }
    }
  });
});
