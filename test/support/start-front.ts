import { onTestFinished } from 'vitest';

import { openFront } from './front.ts';
import type { Front, FrontOptions } from './front.ts';

/** A front on loopback, until the test ends. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const front = await openFront(options);
  onTestFinished(front.close);
  return front;
}
