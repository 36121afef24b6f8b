import { fleetsIn } from '../config/fleets.ts';
import { fleetVerdict } from '../core/fleet-verdict.ts';
import type { VerdictInFleet } from '../core/fleet-verdict.ts';
import { fleetOf } from '../core/follow.ts';
import type { Session } from './session.ts';

/** Says of addresses that are moved between hosts which run nothing what it means who holds them. */
export function verdictsInFleets({ config, triggers }: Session): VerdictInFleet {
  const fleets = fleetsIn(config.hosts);
  return (address, { owner }) => {
    const fleet = fleets.get(fleetOf(address) ?? '');
    if (fleet === undefined) return undefined;
    return fleetVerdict(owner, fleet, triggers.healthIn(fleet.name) ?? new Map());
  };
}
