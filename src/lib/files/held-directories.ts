import { closeSync } from 'node:fs';

import type { Directory } from './directory.ts';
import { errnoOf } from './errno.ts';

/** More than a takeover uses; whoever works on a thousand addresses at once opens the others each time. */
const mostHeld = 32;

/**
 * Directories that stay open until this process has to do with something else, a millisecond or so: right before a
 * write the same few are looked into again and again, and the way to each has four levels. What is in them is read
 * anew each time; only that they are in the place of another by then is seen a moment later.
 */
export class HeldDirectories {
  readonly #held = new Map<string, Directory>();

  get(way: string): Directory | undefined {
    return this.#held.get(way);
  }

  /** Returns whether it is held from now on; otherwise whoever has it closes it. */
  hold(way: string, directory: Directory): boolean {
    if (this.#held.size >= mostHeld || this.#held.has(way)) return false;
    if (this.#held.size === 0) setImmediate(() => this.letGo());
    this.#held.set(way, directory);
    return true;
  }

  letGo(): void {
    const held = [...this.#held.values()];
    this.#held.clear();
    for (const { fd } of held) closeSync(fd);
  }

  /** Does something in directories that may be held; once more by the way to them where one is gone. */
  use<T>(work: () => T): T {
    const mayBeGone = this.#held.size > 0;
    try {
      return work();
    } catch (error) {
      if (!mayBeGone || errnoOf(error) !== 'ENOENT') throw error;
      this.letGo();
      return work();
    }
  }
}
