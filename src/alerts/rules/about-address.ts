import type { About } from '../alert.ts';
import type { Condition } from '../book.ts';
import type { Subject } from '../signal.ts';

export function aboutAddress({ name, kind, ip }: Subject): About {
  return { sort: 'address', name, kind, ip };
}

/** Whether a condition is about an address. */
export function isAbout({ name }: Subject): (condition: Condition) => boolean {
  return ({ about }) => about.sort === 'address' && about.name === name;
}
