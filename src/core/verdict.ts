import { isHeldBy } from './owner.ts';
import type { Owner } from './owner.ts';

/** What the state of an address means for the operator of this host. */
export type Verdict = 'ok' | 'should-move' | 'elsewhere' | 'contested' | 'unknown';

/** `self` is `null` where this host is no node of the cloud. */
export function verdictOf(owner: Owner, self: string | null): Verdict {
  return self !== null && isHeldBy(owner, self) ? 'ok' : 'elsewhere';
}
