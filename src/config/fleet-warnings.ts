import type { Address } from '../core/address.ts';
import type { Fleet } from '../core/fleet.ts';
import { fleetOf } from '../core/follow.ts';
import { kindIn } from '../providers/clouds.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { Config } from './config.ts';
import { fleetsIn } from './fleets.ts';

/** What of fleets can be used as it is, and is hardly what was meant. */
export function fleetWarnings(
  { addresses, hosts }: Pick<Config, 'addresses' | 'hosts'>,
  clouds: Clouds,
): readonly string[] {
  return [...fleetsIn(hosts).values()].flatMap((fleet) => {
    const followers = addresses.filter((address) => fleetOf(address) === fleet.name);
    return warningsOn(fleet, followers, clouds);
  });
}

function warningsOn(
  fleet: Fleet,
  followers: readonly Address[],
  clouds: Clouds,
): readonly string[] {
  const { name } = fleet;
  if (followers.length === 0) {
    return [`hosts.${name} is there, and no address follows it: follow: { hosts: ${name} }`];
  }
  return [...quorum(fleet), ...lonely(fleet), ...crowds(fleet, followers, clouds)];
}

function quorum({ name, controllers: { length } }: Fleet): readonly string[] {
  if (length >= 3 && length % 2 === 1) return [];
  if (length === 1) {
    return [
      `hosts.${name}.controllers names one: what it alone cannot reach is taken for dead; three in three places are a majority`,
    ];
  }
  return [
    `hosts.${name}.controllers names ${length}: an odd number, three or five, has a majority without one of them`,
  ];
}

function lonely({ name, nodes }: Fleet): readonly string[] {
  if (nodes.length > 1) return [];
  return [`hosts.${name} has one host: there is nowhere to move its addresses to`];
}

/** Of what a host has room for one of, more than there are hosts. */
function crowds(fleet: Fleet, followers: readonly Address[], clouds: Clouds): readonly string[] {
  const counts = new Map<string, number>();
  for (const address of followers) {
    const place = kindIn(clouds, address)?.room?.placeOf(address);
    if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  if (most < fleet.nodes.length || most === 0) return [];
  return [
    `hosts.${fleet.name} has ${fleet.nodes.length} hosts for ${most} addresses of which each holds only one: when a host dies there is none left for its address`,
  ];
}
