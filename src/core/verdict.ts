import { isHeldBy } from './owner.ts';
import type { Owner } from './owner.ts';

/** What the state of an address means for the operator of this host. */
export type Verdict = 'ok' | 'should-move' | 'elsewhere' | 'contested' | 'unknown';

/** `self` is `null` where it is not known which node this host is, if any. */
export function verdictOf(owner: Owner, self: string | null): Verdict {
  if (self === null) return owner.state === 'free' ? 'elsewhere' : 'unknown';
  return isHeldBy(owner, self) ? 'ok' : 'elsewhere';
}
