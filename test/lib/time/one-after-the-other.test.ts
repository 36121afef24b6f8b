import { expect, it } from 'vitest';

import { oneAfterTheOther } from '../../../src/lib/time/one-after-the-other.ts';
import { turn } from '../../../src/lib/time/turn.ts';

it('begins the first one alone, and then some at a time', async () => {
  let begun = 0;
  const seen: number[] = [];
  const all = oneAfterTheOther(
    Array.from({ length: 20 }, (_, index) => index),
    async (index) => {
      begun += 1;
      await turn();
      return 2 * index;
    },
  );
  while (seen.at(-1) !== 20) {
    seen.push(begun);
    await turn();
  }
  expect(seen[0]).toBe(1);
  const steps = seen.map((count, index) => count - (seen[index - 1] ?? 0));
  expect(Math.max(...steps)).toBeLessThanOrEqual(8);
  expect(await all).toEqual(Array.from({ length: 20 }, (_, index) => 2 * index));
});

it('begins the others where one fails, and tells of that', async () => {
  const begun: number[] = [];
  const all = oneAfterTheOther([0, 1, 2], async (index) => {
    begun.push(index);
    if (index === 0) throw new Error('the first one');
    return index;
  });
  await expect(all).rejects.toThrow('the first one');
  expect(begun).toEqual([0, 1, 2]);
});

it('has nothing to do for nobody', async () => {
  expect(await oneAfterTheOther([], async () => 1)).toEqual([]);
});
