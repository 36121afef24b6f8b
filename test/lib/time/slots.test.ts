import { expect, it } from 'vitest';

import { createSlots } from '../../../src/lib/time/slots.ts';

const { signal } = new AbortController();

interface Work {
  end(): Promise<void>;
  fail(): Promise<void>;
}

async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('lets so many work at once, in the order in which they came, whatever becomes of them', async () => {
  const slots = createSlots(2);
  const begun: string[] = [];
  const works = new Map<string, Work>();
  const results = ['a', 'b', 'c', 'd'].map((name) =>
    slots
      .run(signal, async () => {
        begun.push(name);
        await new Promise<void>((resolve, reject) => {
          const fail = (): void => reject(new Error(name));
          works.set(name, {
            end: async () => (resolve(), await turn()),
            fail: async () => (fail(), await turn()),
          });
        });
        return name;
      })
      .catch(() => 'failed'),
  );
  await turn();
  expect(begun).toEqual(['a', 'b']);
  await works.get('b')?.fail();
  expect(begun).toEqual(['a', 'b', 'c']);
  await works.get('a')?.end();
  await works.get('c')?.end();
  await works.get('d')?.end();
  expect(await Promise.all(results)).toEqual(['a', 'failed', 'c', 'd']);
});

it('lets go of who gives up waiting', async () => {
  const slots = createSlots(1);
  const controller = new AbortController();
  let end: () => void = () => undefined;
  const first = slots.run(signal, () => new Promise<void>((resolve) => (end = resolve)));
  const second = slots.run(controller.signal, async () => 'second');
  const third = slots.run(signal, async () => 'third');
  controller.abort(new Error('given up'));
  await expect(second).rejects.toThrow('given up');
  end();
  await first;
  expect(await third).toBe('third');
  await expect(slots.run(controller.signal, async () => 'late')).rejects.toThrow('given up');
});
