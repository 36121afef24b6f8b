import { describe, expect, it } from 'vitest';

import { startDeadline, withTimeout } from '../../../src/lib/time/deadline.ts';
import { sleep } from '../../../src/lib/time/sleep.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('startDeadline()', () => {
  it('aborts what goes on under it, in time', async () => {
    const clock = new FakeClock();
    const deadline = startDeadline({ clock, ms: 3000, parent: new AbortController().signal });
    expect(deadline.remainingMs()).toBe(3000);
    const run = clock.run(sleep(clock, 10_000, deadline.signal));
    await expect(run).rejects.toThrow('Out of time after 3 s');
    expect([clock.now(), deadline.remainingMs()]).toEqual([3000, 0]);
  });

  it('passes on the reason of its parent', async () => {
    const clock = new FakeClock();
    const parent = new AbortController();
    const deadline = startDeadline({ clock, ms: 3000, parent: parent.signal });
    clock.after(1000, () => parent.abort(new Failure('interrupted', 'Stop')));
    await expect(clock.run(sleep(clock, 10_000, deadline.signal))).rejects.toThrow('Stop');
  });
});

describe('withTimeout()', () => {
  const onTimeout = (): Failure => new Failure('transport', 'Too slow');

  it('returns what comes in time, and keeps no timer', async () => {
    const clock = new FakeClock();
    const parent = new AbortController().signal;
    const work = withTimeout({ clock, ms: 500, parent, onTimeout }, async () => 'in time');
    expect(await clock.run(work)).toBe('in time');
    await expect(clock.run(new Promise(() => undefined))).rejects.toThrow('Nothing is left');
  });

  it('throws for what does not, whatever that throws when it is aborted', async () => {
    const clock = new FakeClock();
    const parent = new AbortController().signal;
    const work = withTimeout({ clock, ms: 500, parent, onTimeout }, async (signal) => {
      await sleep(clock, 9000, signal).catch(() => {
        throw new Error('Something of its own');
      });
    });
    await expect(clock.run(work)).rejects.toThrow('Too slow');
    expect(clock.now()).toBe(500);
  });
});
