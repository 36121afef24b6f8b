import { expect, it } from 'vitest';

import { drills } from './drills.ts';
import { renderTallies } from './tally.ts';

const timeline = { detectedMs: 0, begunMs: 0, requestedMs: 0, movedMs: 0, readBackMs: 0 };

it('counts what passed, and adds up writes and runs of cron', () => {
  const [drill] = drills;
  const passed = [
    { gapMs: 10.4, lost: 2, rightAfterMs: 200, writes: 1, untold: 0, timeline },
    { gapMs: 90, lost: 18, rightAfterMs: 100, writes: 2, untold: 1, timeline },
    { gapMs: 20, lost: 4, rightAfterMs: 300, writes: 1, untold: 0, timeline },
  ];
  const table = renderTallies('droplets, hooks', [{ drill: drill!, rounds: 4, passed, failed: 1 }]);
  expect(table).toMatch(/^3 of 4 rounds passed, 1 failed$/m);
  expect(table).toMatch(/^stop +3\/4 +20 +90 +4 +18 +200 +300 +4 +1$/m);
});

it('has no times for a drill of which no round passed', () => {
  const [drill] = drills;
  const table = renderTallies('droplets, hooks', [
    { drill: drill!, rounds: 1, passed: [], failed: 0 },
  ]);
  expect(table).toMatch(/^0 of 1 rounds passed, 1 were not done$/m);
  expect(table).toMatch(/^stop +0\/1 +- +- +- +- +- +- +0 +0$/m);
});
