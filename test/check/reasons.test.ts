import { describe, expect, it } from 'vitest';

import { reasonsIn } from '../../.config/reasons.mjs';

describe('reasonsIn()', () => {
  it('names each test that failed, with the reason that it shares', () => {
    const printed = `
 ✓ test/core/ip.test.ts (3 tests) 4ms
⎯⎯⎯⎯ Failed Tests 3 ⎯⎯⎯⎯

 FAIL  test/core/a.test.ts > a() > counts
 FAIL  test/core/a.test.ts > a() > counts on
AssertionError: expected 1 to be 2 // Object.is equality

 FAIL  test/core/b.test.ts > b()
Error: Test timed out in 30000ms.
 ❯ test/core/b.test.ts:40:19
`;
    expect(reasonsIn(printed)).toEqual([
      'test/core/a.test.ts > a() > counts: AssertionError: expected 1 to be 2 // Object.is equality',
      'test/core/a.test.ts > a() > counts on: AssertionError: expected 1 to be 2 // Object.is equality',
      'test/core/b.test.ts > b(): Error: Test timed out in 30000ms.',
    ]);
  });

  it('names each round of the lab that failed, and what else went wrong there', () => {
    const printed = `
two Droplets with a reserved IP; by hooks
ended: nginx of the master ends
   1  gap 5 ms, right after 10 ms, 2 writes
   2  FAILED  Error: lb2 asked for 203.0.113.10, and had been told BACKUP
2026-11-29 01:43:14 VI_1 BACKUP
FAILED  droplets, hooks: no process of floatip was ever seen
`;
    expect(reasonsIn(printed)).toEqual([
      'two Droplets with a reserved IP; by hooks: ended, round 2: Error: lb2 asked for 203.0.113.10, and had been told BACKUP',
      'droplets, hooks: no process of floatip was ever seen',
    ]);
  });

  it('takes the last lines of what it does not know', () => {
    const printed = Array.from({ length: 30 }, (_, line) => `${line}: error\n\n`).join('');
    expect(reasonsIn(printed)).toEqual(
      Array.from({ length: 10 }, (_, line) => `${line + 20}: error`),
    );
  });
});
