import type { Fleet } from '../../core/fleet.ts';
import { leaseOfFleet } from '../../core/follow.ts';
import { Failure } from '../../ports/failure.ts';
import { lookAtLease } from '../lease/lease-look.ts';
import type { LeaseSettings } from '../lease/lease-settings.ts';
import { openStore, peersOf } from '../lease/open-lease.ts';
import { openPolled } from '../polled/open-probe.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { FleetMember } from './fleet-member.ts';
import type { FleetTrigger } from './fleet-member.ts';
import { FleetSight } from './fleet-sight.ts';

export interface OpenFleetOptions {
  readonly name: string;
  readonly fleets: ReadonlyMap<string, Fleet>;
  readonly settings: LeaseSettings;
  readonly tools: TriggerTools;
  /** Whether this process is a controller, and does not only look. */
  readonly isToWatch: boolean;
}

/** Throws `config` where this host is no controller of these hosts. */
export function openFleet({
  name,
  fleets,
  settings,
  tools,
  isToWatch,
}: OpenFleetOptions): FleetTrigger {
  const fleet = fleets.get(name);
  if (fleet === undefined) throw unknownFleet(name);
  const { host, ttlMs, track } = settings;
  const store = openStore(settings, tools);
  if (!isToWatch) return lookAtFleet({ fleet, tools, ttlMs, host, store });
  if (!fleet.controllers.includes(host)) {
    store.close();
    throw noController(fleet, host);
  }
  const health = track === undefined ? {} : { health: openPolled(track, tools) };
  return new FleetMember({
    ...tools,
    ...health,
    ...peersOf(settings, tools),
    fleet,
    tools,
    store,
    settings,
  });
}

type Looking = Pick<OpenFleetOptions, 'tools'> &
  Pick<LeaseSettings, 'host' | 'ttlMs'> & {
    readonly fleet: Fleet;
    readonly store: ReturnType<typeof openStore>;
  };

function lookAtFleet({ fleet, tools, ttlMs, host, store }: Looking): FleetTrigger {
  const sight = new FleetSight(fleet, { clock: tools.clock, ttlMs });
  const name = leaseOfFleet(fleet.name);
  const look = lookAtLease({ name, host, store, hear: (votes) => void sight.hear(votes) });
  return { ...look, health: () => sight.health() };
}

function unknownFleet(name: string): Failure {
  return new Failure('config', `There is no hosts.${name} in the config`, {
    hint: `Name its hosts in hosts.${name}.nodes`,
  });
}

function noController({ name, controllers }: Fleet, host: string): Failure {
  const known = controllers.join(', ');
  return new Failure(
    'config',
    `This host is called ${host}, and hosts ${name} are moved by ${known}`,
    {
      hint: `Name it in hosts.${name}.controllers, or say in leases.host which of them it is`,
    },
  );
}
