import type { Address } from '../core/address.ts';
import type { Outcome, Result } from '../core/outcome.ts';
import { createMastery } from '../sources/mastery.ts';
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

interface Whereabouts {
  readonly session: Session;
  /** Whether this host is the one that is to hold it; `undefined` if nobody knows. */
  readonly isHere: boolean | undefined;
}

/** The result, with a warning where the automation of these hosts goes on to undo it. */
export function withForecast(
  address: Address,
  result: Result,
  { session, isHere }: Whereabouts,
): Result {
  if (isHere === undefined || !achieved.has(result.outcome)) return result;
  const { local, host } = session;
  const role = createMastery({ store: local().events, host }).roleOf(address);
  // Where keepalived says nothing of this host, nobody here knows who is MASTER.
  if (role === null || (role === 'MASTER') === isHere) return result;
  const whoever = isHere ? 'whoever is MASTER' : 'automation';
  const warning = `this host is ${role} of ${address.follow}, so ${whoever} takes it back; to keep it so, take follow out of its config`;
  return { ...result, warning };
}
