import { turn } from './turn.ts';

/** As much as may hold up an answer that has come meanwhile. */
const atOnce = 8;

/**
 * Begins something for each. What the first one asks for leaves before the others are begun, and what these ask for
 * leaves while yet others are: beginning a hundred takes tens of milliseconds, for which nobody has to wait.
 */
export async function oneAfterTheOther<T, R>(
  items: readonly T[],
  begin: (item: T) => Promise<R>,
): Promise<R[]> {
  const begun: Promise<R>[] = [];
  for (const [index, item] of items.entries()) {
    if (index % atOnce === 1) await turn();
    const one = begin(item);
    // Whoever waits for all of them is told.
    one.catch(() => undefined);
    begun.push(one);
  }
  return await Promise.all(begun);
}
