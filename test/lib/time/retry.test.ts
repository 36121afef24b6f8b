import { describe, expect, it } from 'vitest';

import { retry } from '../../../src/lib/time/retry.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function failing(
  times: number,
  failure: Failure,
): { attempt: () => Promise<string>; count: () => number } {
  let count = 0;
  return {
    count: () => count,
    async attempt() {
      count += 1;
      if (count <= times) throw failure;
      return 'done';
    },
  };
}

const { signal } = new AbortController();
const busy = new Failure('busy', 'Busy');

describe('retry()', () => {
  it('waits what the class of the failure asks for', async () => {
    const clock = new FakeClock();
    const task = failing(3, busy);
    expect(await clock.run(retry(task.attempt, { clock, random: () => 0.5, signal }))).toBe('done');
    expect(clock.now()).toBe(500 + 1000 + 1000);
  });

  it('stops at once for a failure that another try cannot mend', async () => {
    const clock = new FakeClock();
    const task = failing(9, new Failure('denied', 'No'));
    const run = clock.run(retry(task.attempt, { clock, random: () => 0.5, signal }));
    await expect(run).rejects.toThrow('No');
    expect(task.count()).toBe(1);
  });

  it('does not swallow a bug', async () => {
    const clock = new FakeClock();
    const attempt = () => Promise.reject(new RangeError('Bug'));
    await expect(clock.run(retry(attempt, { clock, random: () => 0, signal }))).rejects.toThrow(
      RangeError,
    );
  });

  it.each([
    ['cuts short a wait that does not fit, for one last try', 4200, busy, [5, 3200]],
    ['has no last try where there is no time for one', 1600, busy, [3, 1500]],
    [
      'cuts short what the cloud asks for as well',
      2600,
      new Failure('throttled', 'Busy', { retryAfterMs: 5000 }),
      [2, 1600],
    ],
    [
      'does not take sooner for lack of time what is left to another node',
      2600,
      new Failure('contested', 'Busy', { retryAfterMs: 5000 }),
      [1, 0],
    ],
  ])('%s', async (_what, deadlineMs, failure, expected) => {
    const clock = new FakeClock();
    const task = failing(9, failure);
    const remainingMs = () => deadlineMs - clock.now();
    const run = clock.run(retry(task.attempt, { clock, random: () => 0, signal, remainingMs }));
    await expect(run).rejects.toThrow('Busy');
    expect([task.count(), clock.now()]).toEqual(expected);
  });

  it('gives up after as many attempts as it was told', async () => {
    const clock = new FakeClock();
    const task = failing(9, busy);
    const run = clock.run(retry(task.attempt, { clock, random: () => 0, signal, attempts: 2 }));
    await expect(run).rejects.toThrow('Busy');
    expect(task.count()).toBe(2);
  });

  it('begins its waits anew after a try that got further', async () => {
    const clock = new FakeClock();
    const task = failing(4, busy);
    const gotFurther = () => task.count() === 3;
    await clock.run(retry(task.attempt, { clock, random: () => 0.5, signal, gotFurther }));
    expect(clock.now()).toBe(500 + 1000 + 500 + 1000);
  });

  it('ends a wait when the signal aborts, with its reason', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    clock.after(200, () => controller.abort(new Failure('interrupted', 'Stop')));
    const task = failing(9, busy);
    const options = { clock, random: () => 0, signal: controller.signal };
    await expect(clock.run(retry(task.attempt, options))).rejects.toThrow('Stop');
    expect(clock.now()).toBe(200);
  });
});
