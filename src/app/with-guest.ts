import type { Address } from '../core/address.ts';
import type { Outcome, Result } from '../core/outcome.ts';
import { isHeld } from '../takeover/claim.ts';
import { withGuestGone, withGuestHere } from '../takeover/guest.ts';
import type { Session } from './session.ts';

interface Whereabouts {
  readonly session: Session;
  /** Whether the operator wants it on this host; `undefined` if nobody knows. */
  readonly isHere: boolean | undefined;
}

const gone: ReadonlySet<Outcome> = new Set(['released', 'already-free', 'not-ours']);

/** What an operator did by hand, with the guest side of the address on this host. */
export async function withGuest(
  address: Address,
  result: Result,
  { session, isHere }: Whereabouts,
): Promise<Result> {
  const tools = { ...session, isStill: () => true };
  if (isHere === true && isHeld(result)) return await withGuestHere(address, result, tools);
  const isGone = isHeld(result) || gone.has(result.outcome);
  if (isHere !== false || !isGone) return result;
  return await withGuestGone(address, result, tools);
}
