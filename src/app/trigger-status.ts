import type { Address } from '../core/address.ts';
import { followSort, followText, triggerOf } from '../core/follow.ts';
import { nodeText } from '../core/node-text.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Saying } from '../ports/trigger.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';
import type { OwnerStatus } from './owner-status.ts';

/** What says who holds an address, where that is not keepalived. */
export interface TriggerStatus {
  readonly type: 'http' | 'exec' | 'lease' | 'hosts';
  /** Who is asked: a URL, a program, a lease, the hosts of a fleet. */
  readonly by: string;
  readonly says: Saying;
  readonly why: string;
  /** Of a lease: the election, which has a higher number than all before it. */
  readonly epoch?: string;
}

export function triggerStatusOf(
  address: Address,
  roles: Pick<RoleTracker, 'wordOn'>,
): TriggerStatus | undefined {
  const follow = triggerOf(address);
  if (follow === undefined) return undefined;
  const { says, why, epoch } = roles.wordOn(address);
  const base = { type: followSort(follow), by: followText(follow), says, why };
  return epoch === undefined ? base : { ...base, epoch };
}

interface Seen {
  readonly owner: OwnerStatus;
  readonly verdict: Verdict;
  readonly trigger: TriggerStatus;
}

/** Why an address is not where it should be, in one short sentence; `undefined` where it is. */
export function misplacedByTrigger(
  { owner, verdict, trigger: { says, why } }: Seen,
  isStranger: boolean,
): string | undefined {
  const isHere = owner.state === 'held' && owner.self;
  const holder = owner.state === 'held' ? nodeText(owner) : 'nobody';
  // Whoever holds it keeps it, and nobody moves it before there is an answer.
  if (says === 'unknown') return `left as it is: ${why}`;
  switch (verdict) {
    case 'contested':
      return `${why}, but taken by ${holder}`;
    case 'should-move':
      if (!isHere) return `${why}, but ${holder} has it`;
      return says === 'hold' ? undefined : `here, but ${why}`;
    case 'elsewhere':
      return owner.state === 'free' ? `nobody holds it; ${why}` : undefined;
    case 'unknown':
      return isStranger ? 'this host does not know who it is' : undefined;
    default:
      return undefined;
  }
}
