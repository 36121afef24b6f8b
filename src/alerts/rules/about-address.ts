import type { About } from '../alert.ts';
import type { Subject } from '../signal.ts';

export function aboutAddress({ name, kind, ip }: Subject): About {
  return { sort: 'address', name, kind, ip };
}
