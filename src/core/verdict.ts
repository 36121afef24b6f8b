import { isHeldBy } from './owner.ts';
import type { Owner } from './owner.ts';
import type { Role } from './vrrp.ts';

/** What the state of an address means for the operator of this host. */
export type Verdict = 'ok' | 'should-move' | 'elsewhere' | 'contested' | 'unknown';

export interface Circumstances {
  readonly owner: Owner;
  /** The node that this host is; `null` where that is not known. */
  readonly self: string | null;
  /** What keepalived says of this host; `null` where it says nothing of this address. */
  readonly role: Role | null;
  /** Whether nothing is missing of what belongs on the address. */
  readonly complete: boolean;
  /** Whether the address was taken away of late while this host was MASTER. */
  readonly contested: boolean;
}

/**
 *     role      here          not here
 *     MASTER    ok            should-move, contested
 *     other     should-move   elsewhere
 *     none      ok            elsewhere
 */
export function verdictOf(circumstances: Circumstances): Verdict {
  const { owner, self, role, complete, contested } = circumstances;
  // What nobody holds is not here, whoever we are.
  if (self === null && owner.state !== 'free') return 'unknown';
  if (self !== null && isHeldBy(owner, self)) {
    return complete && (role === null || role === 'MASTER') ? 'ok' : 'should-move';
  }
  if (role !== 'MASTER') return 'elsewhere';
  return contested ? 'contested' : 'should-move';
}
