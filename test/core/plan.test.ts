import { describe, expect, it } from 'vitest';

import { free, heldBy } from '../../src/core/owner.ts';
import { planRelease, planTakeover } from '../../src/core/plan.ts';

describe('planTakeover()', () => {
  it.each([
    { owner: 'unread' as const, steps: [{ do: 'assign', to: 'us', from: null }] },
    { owner: free, steps: [{ do: 'assign', to: 'us', from: null }] },
    { owner: heldBy('them'), steps: [{ do: 'assign', to: 'us', from: 'them' }] },
    { owner: heldBy('us'), steps: [] },
  ])('owner $owner', ({ owner, steps }) => {
    const plan = planTakeover({ target: 'us', owner });
    expect(plan.steps).toEqual(steps);
    expect(plan.why).not.toBe('');
  });
});

describe('planRelease()', () => {
  it.each([
    { owner: free, steps: [] },
    { owner: heldBy('them'), steps: [] },
    { owner: heldBy('us'), steps: [{ do: 'unassign', from: 'us' }] },
  ])('owner $owner', ({ owner, steps }) => {
    expect(planRelease({ holder: 'us', owner }).steps).toEqual(steps);
  });
});
