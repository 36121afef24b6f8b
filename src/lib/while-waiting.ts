import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Loads code once the requests that were begun before are on their way, so that it loads while
 * their answers travel: one turn of the event loop connects, the next one writes.
 */
export async function whileWaiting<T>(load: () => Promise<T>): Promise<T> {
  await nextTurn();
  await nextTurn();
  return await load();
}
