import { verdictsInFleets } from '../../app/fleet-status.ts';
import { fleetsIn } from '../../config/fleets.ts';
import type { Address } from '../../core/address.ts';
import { fleetOf } from '../../core/follow.ts';
import { kindIn } from '../../providers/clouds.ts';
import type { Fleets } from '../fleets.ts';
import { FleetMover } from './fleet-mover.ts';
import type { FleetMoverOptions } from './fleet-mover.ts';

export interface OpenFleetsOptions extends Omit<FleetMoverOptions, 'fleet' | 'addresses'> {
  readonly addresses: readonly Address[];
}

/** All fleets of a config whose addresses this host may move, each on its own. */
export function openFleets(options: OpenFleetsOptions): Fleets {
  const movers = moversOf(options);
  const moverOf = (name: string | undefined): FleetMover | undefined =>
    movers.find(({ fleet }) => fleet.name === name);
  return {
    wake: (name) => moverOf(name)?.wake(),
    isBusy: (name) => moverOf(name)?.isBusy() === true,
    takingOver: (address) => moverOf(fleetOf(address))?.takeovers.takingOver(address),
    health(cloud) {
      const own = movers.filter((mover) => mover.looks.cloud === cloud);
      return (own.find(({ looks }) => looks.health.failure !== undefined) ?? own[0])?.looks.health;
    },
    verdictOf: verdictsInFleets(options.session),
    async run() {
      await Promise.all(movers.map((mover) => mover.run().catch(options.onBug)));
    },
    async finish() {
      await Promise.all(movers.map(({ takeovers }) => takeovers.finish()));
    },
    async stop() {
      await Promise.all(movers.map(({ takeovers }) => takeovers.stop()));
    },
  };
}

function moversOf(options: OpenFleetsOptions): readonly FleetMover[] {
  const { session, addresses: all } = options;
  const fleets = [...fleetsIn(session.config.hosts).values()];
  return fleets.flatMap((fleet) => {
    const own = all.filter((one) => fleetOf(one) === fleet.name && canMove(one, options));
    const [first, ...rest] = own;
    if (first === undefined) return [];
    return [new FleetMover({ ...options, fleet, addresses: [first, ...rest] })];
  });
}

/** What goes to whoever announces it goes to none that runs nothing. */
function canMove(address: Address, { session }: OpenFleetsOptions): boolean {
  const kind = kindIn(session.clouds, address);
  if (kind?.announcedOn?.(address) === undefined) return true;
  const reason = `${kind.one} goes to whoever announces it, and these hosts run nothing`;
  session.log.error({ address: address.name, reason }, 'not moved');
  return false;
}
