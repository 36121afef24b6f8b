import type { Config } from '../../config/config.ts';
import { fleetsIn } from '../../config/fleets.ts';
import type { Fleet } from '../../core/fleet.ts';
import { fleetNodeText } from '../../core/fleet.ts';
import { leaseOfFleet } from '../../core/follow.ts';
import { healthBy } from '../../core/host-health.ts';
import type { HostHealth } from '../../core/host-health.ts';
import { readBallots } from '../../triggers/hosts/ballot-text.ts';
import type { Race } from '../../triggers/lease/race.ts';

/** A fleet, and how its hosts are by what its controllers say. */
export interface SeenFleet {
  readonly fleet: Fleet;
  readonly health: ReadonlyMap<string, HostHealth>;
}

/** The fleets of a config whose controllers take part in one of these races, by the names of their leases. */
export function hostsIn(
  { hosts }: Pick<Config, 'hosts'>,
  races: readonly (readonly [name: string, race: Race])[],
): ReadonlyMap<string, SeenFleet> {
  const found = new Map<string, SeenFleet>();
  for (const fleet of fleetsIn(hosts).values()) {
    const name = leaseOfFleet(fleet.name);
    const race = races.find(([one]) => one === name)?.[1];
    if (race === undefined) continue;
    found.set(name, { fleet, health: healthBy(readBallots(race.votes ?? new Map()), fleet) });
  }
  return found;
}

/** As the end of a line; nothing where there are none. */
export function textOf(seen: SeenFleet | undefined): string {
  if (seen === undefined) return '';
  const { fleet, health } = seen;
  const those = (is: HostHealth['is']): string[] =>
    [...health].flatMap(([node, one]) => (one.is === is ? [fleetNodeText(node, fleet)] : []));
  const well = `; ${those('well').length} of ${health.size} hosts well`;
  const others = (['dead', 'unknown'] as const).flatMap((is) => {
    const nodes = those(is);
    return nodes.length === 0 ? [] : [`${is}: ${nodes.join(', ')}`];
  });
  return [well, ...others].join(', ');
}

export function jsonOf(seen: SeenFleet | undefined): readonly object[] {
  if (seen === undefined) return [];
  const { fleet, health } = seen;
  return fleet.nodes.map(({ node, name }) => {
    const { is = 'unknown', well = 0, silent = 0 } = health.get(node) ?? {};
    return { node, name, is, well, silent };
  });
}
