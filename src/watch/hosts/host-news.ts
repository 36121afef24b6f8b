import { fleetNodeText } from '../../core/fleet.ts';
import type { Fleet } from '../../core/fleet.ts';
import type { HostHealth } from '../../core/host-health.ts';
import type { FleetTools } from './fleet-tools.ts';

/** Tells of hosts that are dead, and of those that are well again. */
export class HostNews {
  readonly #fleet: Fleet;
  readonly #tools: Pick<FleetTools, 'session' | 'metrics'>;
  readonly #told = new Map<string, 'well' | 'dead'>();

  constructor(fleet: Fleet, tools: Pick<FleetTools, 'session' | 'metrics'>) {
    this.#fleet = fleet;
    this.#tools = tools;
  }

  /** `leads` is whether this controller is the one that moves addresses: it alone has people be told. */
  take(health: ReadonlyMap<string, HostHealth>, leads: boolean): void {
    const counts = { well: 0, dead: 0, unknown: 0 };
    for (const [node, one] of health) {
      counts[one.is] += 1;
      // In between nobody knows, and nothing is done.
      if (one.is === 'unknown') continue;
      if (leads || one.is === 'well') this.#alert(node, one);
      const before = this.#told.get(node) ?? 'well';
      this.#told.set(node, one.is);
      if (before !== one.is) this.#tell(node, { ...one, is: one.is });
    }
    this.#tools.metrics.hosts(this.#fleet.name, counts);
  }

  #tell(
    node: string,
    { is, well, silent, of }: HostHealth & { readonly is: 'well' | 'dead' },
  ): void {
    const { log, journal } = this.#tools.session;
    const { name: fleet, nodes } = this.#fleet;
    const name = nodes.find((one) => one.node === node)?.name ?? node;
    const controllers = is === 'dead' ? silent : well;
    const entry = { fleet, node, name, is, controllers, of };
    if (is === 'dead') log.error(entry, 'a host is dead');
    else log.info(entry, 'a host is well again');
    journal.append({ type: 'host', ...entry });
  }

  #alert(node: string, { is, silent, of }: HostHealth): void {
    const { alarms } = this.#tools.session;
    const { name } = this.#fleet;
    const check = `hosts.${name} ${node}`;
    if (is === 'well') {
      alarms.checked(check);
      return;
    }
    const who = fleetNodeText(node, this.#fleet);
    const message = `${who} of hosts ${name} is dead, as ${silent} of ${of} controllers say`;
    alarms.checked(check, { class: 'transport', message });
  }
}
