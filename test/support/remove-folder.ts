import { rmSync } from 'node:fs';

const mostTries = 100;
const pauseMs = 50;

/**
 * Removes a folder in which a process that is about to end may still write. Node's own retries look once what is in
 * it, and then only try to remove the folder itself again and again.
 */
export function removeFolder(path: string): void {
  for (let tries = 1; ; tries += 1) {
    try {
      rmSync(path, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === mostTries) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
