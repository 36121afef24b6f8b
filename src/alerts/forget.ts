import type { Casebook } from './casebook.ts';

/** More than the addresses and instances of any host. */
const mostRemembered = 1000;

/** Whoever makes up names must not fill the book: of what is only remembered, the oldest goes. */
export function bound({ moves, rivals, released }: Casebook): void {
  for (const memory of [moves, rivals, released]) {
    for (const key of memory.keys()) {
      if (memory.size <= mostRemembered) break;
      memory.delete(key);
    }
  }
}
