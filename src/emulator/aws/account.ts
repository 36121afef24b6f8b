import type { Fate } from '../fate.ts';
import type {
  Association,
  Eip,
  Instance,
  NetworkInterface,
  PrivateIp,
  RouteTable,
  RouteTarget,
} from './entities.ts';
import { initialEntities } from './initial-entities.ts';
import { Timeline } from './timeline.ts';
import type { Visibility } from './timeline.ts';
import type { AwsSection } from './topology.ts';

export interface AccountOptions {
  readonly topology: AwsSection;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The account: instances, network interfaces, Elastic IPs, private IPs and route tables. What is changed is so at
 * once; when it shows in a Describe, and when the metadata service of an instance knows it, is another matter.
 */
export class Account {
  readonly region: string;
  readonly now: () => number;
  readonly instances: ReadonlyMap<string, Instance>;
  readonly interfaces: ReadonlyMap<string, NetworkInterface>;
  readonly eips: ReadonlyMap<string, Eip>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly privateIps: PrivateIp[];
  readonly #moveMs: number;
  #associations = 0;

  constructor({ topology, now }: AccountOptions) {
    const { instances, interfaces, eips, privateIps, routeTables } = initialEntities(topology);
    this.region = topology.region;
    this.now = now;
    this.#moveMs = topology.moveMs;
    this.instances = new Map(instances.map((one) => [one.id, one]));
    this.interfaces = new Map(interfaces.map((one) => [one.id, one]));
    this.eips = new Map(eips.map((one) => [one.id, one]));
    this.routeTables = new Map(routeTables.map((one) => [one.id, one]));
    this.privateIps = [...privateIps];
  }

  /** Of an Elastic IP; to nowhere, it is free. Returns the id of the association. */
  associate(eip: Eip, at: Omit<Association, 'id'> | null, fate: Fate): string {
    const association = at === null ? null : { ...at, id: this.#nextAssociation() };
    if (fate.ends === 'completed') eip.association.change(association, this.#seen(fate));
    return association?.id ?? '';
  }

  /** Moves a private IP, and the Elastic IP that is on it; to nowhere, it is given up, and that is on nothing. */
  movePrivateIp(one: PrivateIp, to: string | null, fate: Fate): void {
    if (fate.ends !== 'completed') return;
    const from = one.interface.current();
    const seen = this.#seen(fate);
    one.interface.change(to, { ...seen, knownAtMs: this.now() + this.#moveMs });
    const eip = from === null ? undefined : this.eipAt({ interface: from, ip: one.ip });
    if (eip === undefined || from === to) return;
    const { id = '' } = eip.association.current() ?? {};
    eip.association.change(to === null ? null : { id, interface: to, ip: one.ip }, seen);
  }

  replaceRoute(target: Timeline<RouteTarget>, to: RouteTarget, fate: Fate): void {
    if (fate.ends === 'completed') target.change(to, this.#seen(fate));
  }

  /** The private IP of a VPC, which may be on nothing. */
  privateIp(ip: string, { vpc, subnet }: Pick<NetworkInterface, 'vpc' | 'subnet'>): PrivateIp {
    const found = this.privateIps.find((one) => one.ip === ip && one.vpc === vpc);
    if (found !== undefined) return found;
    const made = { ip, vpc, subnet, interface: new Timeline<string | null>(null) };
    this.privateIps.push(made);
    return made;
  }

  eipAt(at: Pick<Association, 'interface' | 'ip'>): Eip | undefined {
    return [...this.eips.values()].find(({ association }) => {
      const current = association.current();
      return current?.interface === at.interface && current.ip === at.ip;
    });
  }

  /** The secondary IPs of an interface, as somebody sees them. */
  secondaryIps({ id }: NetworkInterface, seen: 'current' | 'shown' | 'known'): readonly string[] {
    return this.privateIps
      .filter(({ interface: at }) => this.seenAs(at, seen) === id)
      .map(({ ip }) => ip);
  }

  seenAs<T>(timeline: Timeline<T>, seen: 'current' | 'shown' | 'known'): T {
    if (seen === 'current') return timeline.current();
    return seen === 'shown' ? timeline.shownAt(this.now()) : timeline.knownAt(this.now());
  }

  interfacesOf(instance: string): readonly NetworkInterface[] {
    return [...this.interfaces.values()]
      .filter((one) => one.instance === instance)
      .toSorted((one, other) => one.index - other.index);
  }

  /** Moves something at once, as in a console, and everybody sees it. */
  placeEip(eip: Eip, at: Omit<Association, 'id'> | null): void {
    eip.association.set(at === null ? null : { ...at, id: this.#nextAssociation() });
  }

  #nextAssociation(): string {
    this.#associations += 1;
    return `eipassoc-${String(this.#associations).padStart(8, '0')}`;
  }

  #seen({ ms }: Fate): Visibility {
    const atMs = this.now() + ms;
    return { shownAtMs: atMs, knownAtMs: atMs };
  }
}
