import type { Address } from '../core/address.ts';
import { followText } from '../core/follow.ts';
import type { Outcome, Result } from '../core/outcome.ts';
import type { Order } from './command.ts';
import { rolesIn } from './roles.ts';
import type { Session } from './session.ts';

/** An address that an operator took from this host was not taken away by anybody. */
export function noteGivenAway(address: Address, { writes }: Result, session: Session): void {
  if (writes > 0) session.local().contests.noteNotOurs(address);
}

/** What an operator got, as opposed to what did not come about. */
const achieved: ReadonlySet<Outcome> = new Set([
  'moved',
  'already-held',
  'released',
  'already-free',
]);

interface UndoWarningOptions {
  readonly session: Session;
  /** Whether this host is the one that is to hold it; `undefined` if nobody knows. */
  readonly isHere: boolean | undefined;
}

/** The result, with a warning where the automation of these hosts goes on to undo it. */
export function withUndoWarning(
  address: Address,
  result: Result,
  whereabouts: UndoWarningOptions,
): Result {
  if (!achieved.has(result.outcome) && !isPlanned(result)) return result;
  const warning = forecastOf(address, whereabouts);
  return warning === undefined ? result : { ...result, warning };
}

function isPlanned({ outcome, plan = [] }: Result): boolean {
  return outcome === 'planned' && plan.length > 0;
}

/** Whether keepalived has said anything of what the address follows, so that there may be a forecast. */
function hasRole(address: Address, session: Session): boolean {
  return rolesIn(session).roleOf(address) !== null;
}

export interface Forewarning {
  readonly order: Pick<Order, 'forewarn'>;
  readonly session: Session;
  readonly isHere: Promise<boolean | undefined>;
}

/** Tells the forecast before anything is sent. Who this host is gets waited for only where it matters. */
export function forewarning(
  address: Address,
  { order: { forewarn }, session, isHere }: Forewarning,
): () => Promise<void> {
  return async () => {
    if (forewarn === undefined || !hasRole(address, session)) return;
    const warning = forecastOf(address, { session, isHere: await isHere });
    if (warning !== undefined) forewarn(address, warning);
  };
}

/** What the automation of these hosts will do to it once it is where the operator wants it. */
function forecastOf(address: Address, { session, isHere }: UndoWarningOptions): string | undefined {
  if (isHere === undefined) return undefined;
  const role = rolesIn(session).roleOf(address);
  // Where keepalived says nothing of this host, nobody here knows who is MASTER.
  if (role === null || (role === 'MASTER') === isHere) return undefined;
  const whoever = isHere ? 'whoever is MASTER' : 'automation';
  return `this host is ${role} of ${followText(address.follow)}, so ${whoever} takes it back; to keep it so, take follow out of its config`;
}
