import { describe, expect, it } from 'vitest';

import { writeLate } from '../../src/telemetry/write-late.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('writeLate()', () => {
  it('writes together what was told within a moment', async () => {
    const clock = new FakeClock();
    const written: (readonly number[])[] = [];
    const ends: (string | undefined)[] = [];
    const late = writeLate<number>({
      after: (ms, begin) => clock.after(ms, begin),
      write: (entries) => void written.push(entries),
      onEnd: (reason) => void ends.push(reason),
    });
    late.add(1);
    late.add(2);
    expect(written).toEqual([]);
    await clock.run(new Promise<void>((resolve) => clock.after(100, resolve)));
    expect([written, ends]).toEqual([[[1, 2]], [undefined]]);
  });

  it('goes on with what was told while a disk took its time, also after one that failed', async () => {
    const clock = new FakeClock();
    const written: (readonly number[])[] = [];
    const ends: (string | undefined)[] = [];
    const late = writeLate<number>({
      after: (ms, begin) => clock.after(ms, begin),
      write: () => undefined,
      async writeBeside(entries) {
        await new Promise<void>((resolve) => clock.after(50, resolve));
        if (entries.includes(0)) throw new Error('full');
        written.push(entries);
      },
      onEnd: (reason) => void ends.push(reason),
    });
    late.add(1);
    clock.after(40, () => late.add(2));
    clock.after(300, () => late.add(0));
    clock.after(500, () => late.add(3));
    await clock.run(new Promise<void>((resolve) => clock.after(1000, resolve)));
    expect(written).toEqual([[1], [2], [3]]);
    expect(ends).toEqual([undefined, 'Error: full', undefined]);
  });
});
