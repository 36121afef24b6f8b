import { describe, expect, it } from 'vitest';

import { free, heldBy } from '../../src/core/owner.ts';
import { goalOf, isReached, planFor } from '../../src/core/plan.ts';

describe('planFor()', () => {
  const hold = { type: 'held-by', node: 'us' } as const;
  const letGo = { type: 'not-held-by', node: 'us' } as const;

  it.each([
    { goal: hold, owner: 'unread' as const, steps: [{ do: 'assign', to: 'us', from: null }] },
    { goal: hold, owner: free, steps: [{ do: 'assign', to: 'us', from: null }] },
    { goal: hold, owner: heldBy('them'), steps: [{ do: 'assign', to: 'us', from: 'them' }] },
    { goal: hold, owner: heldBy('us'), steps: [] },
    { goal: letGo, owner: free, steps: [] },
    { goal: letGo, owner: heldBy('them'), steps: [] },
    { goal: letGo, owner: heldBy('us'), steps: [{ do: 'unassign', from: 'us' }] },
  ])('$goal.type, owner $owner', ({ goal, owner, steps }) => {
    const plan = planFor(goal, owner);
    expect(plan.steps).toEqual(steps);
    expect(plan.why).not.toBe('');
  });

  it('ends with steps whose goals are the goal', () => {
    for (const goal of [hold, letGo]) {
      for (const owner of [free, heldBy('us'), heldBy('them')]) {
        const [step] = planFor(goal, owner).steps;
        if (step !== undefined) expect(goalOf(step)).toEqual(goal);
        expect(step === undefined).toBe(isReached(goal, owner));
      }
    }
  });
});
