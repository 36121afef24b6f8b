import type { Address } from '../../core/address.ts';
import type { Reading } from '../../core/owner.ts';
import type { Place } from '../../core/placement.ts';
import { isFailure } from '../../ports/failure.ts';
import type { CachedReading } from '../reading-cache.ts';
import type { Goals } from './goals.ts';

export interface PlaceOptions {
  readonly sight: CachedReading | undefined;
  readonly goals: Goals;
  readonly isRunning: (address: Address) => boolean;
  readonly isRefused: (address: Address) => boolean;
  /** What was seen before this counts no more. Of the clock's `now()`. */
  readonly notBefore: number;
}

/**
 * Where an address is, for who plans; `undefined` for one that the cloud does not have, which is nobody's to place.
 * What was not seen lately, or is changing, is nowhere that could be planned from.
 */
export function placeOf(address: Address, options: PlaceOptions): Place | undefined {
  const { sight, goals, isRunning, isRefused, notBefore } = options;
  const goal = goals.get(address);
  if (isRunning(address)) {
    return goal === undefined ? { is: 'unknown' } : { is: 'moving', to: goal.node };
  }
  if (sight === undefined) return { is: 'unknown' };
  const { latest, knownAt, isDoubted } = sight;
  if (isFailure(latest))
    return isFailure(latest, 'missing', 'invalid') ? undefined : { is: 'unknown' };
  if (isDoubted || knownAt < notBefore || isRefused(address)) return { is: 'unknown' };
  return placeIn(latest);
}

function placeIn({ owner, pending, leaving }: Reading): Place {
  if (pending || leaving === true) return { is: 'unknown' };
  return owner.state === 'free' ? { is: 'free' } : { is: 'at', node: owner.node };
}
