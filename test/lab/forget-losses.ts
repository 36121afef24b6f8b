import { boot } from './boot.ts';
import type { Scene } from './drill.ts';

/**
 * floatip remembers for some minutes that an address was taken away, and waits longer before it takes
 * it back the next time. Whoever rehearses that every few seconds has to start anew.
 */
export async function forgetLosses({ lab }: Scene): Promise<void> {
  await boot(lab);
}
