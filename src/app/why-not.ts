import { nodeText } from '../core/node-text.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Role } from '../core/vrrp.ts';
import type { OwnerStatus } from './owner-status.ts';

export interface Seen {
  readonly owner: OwnerStatus;
  readonly role: Role | null;
  readonly verdict: Verdict;
  /** What is wrong with what belongs on it, or with what else its kind has. */
  readonly trouble: string | undefined;
  /** Whether this host does not know who it is. */
  readonly isStranger: boolean;
}

/** Why an address is not as it should be, in one short sentence; `undefined` where it is. */
export function whyNot({ owner, role, verdict, trouble, isStranger }: Seen): string | undefined {
  const place = misplaced({ owner, role, verdict }, isStranger);
  if (place === undefined) return trouble;
  return trouble === undefined ? place : `${place}; ${trouble}`;
}

function misplaced(
  { owner, role, verdict }: Pick<Seen, 'owner' | 'role' | 'verdict'>,
  isStranger: boolean,
): string | undefined {
  const isHere = owner.state === 'held' && owner.self;
  const holder = owner.state === 'held' ? nodeText(owner) : 'nobody';
  switch (verdict) {
    case 'contested':
      return `MASTER here, but taken by ${holder}`;
    case 'should-move':
      if (!isHere) return `MASTER here, but ${holder} has it`;
      return role === null || role === 'MASTER' ? undefined : `here, but this host is ${role}`;
    case 'elsewhere':
      return owner.state === 'free' ? 'nobody holds it' : undefined;
    case 'unknown':
      return isStranger ? 'this host does not know who it is' : undefined;
    default:
      return undefined;
  }
}
