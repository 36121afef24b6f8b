import { announce, settleDrift } from './drift.ts';
import type { Announced, Carriage } from './drift.ts';
import type { Eip, HaVip, Instance, NetworkInterface, Place, PrivateIp } from './entities.ts';
import { keyOf } from './entities.ts';
import { initialEntities } from './initial-entities.ts';
import { createTasks, endsAtMs, isOfEip, touchedBy } from './tasks.ts';
import type { Change, EipChange, Task, Tasks } from './tasks.ts';
import type { TencentSection } from './topology.ts';

export type EipStatus = 'BINDING' | 'BIND' | 'BIND_ENI' | 'UNBINDING' | 'UNBIND';

export interface AccountOptions {
  readonly topology: TencentSection;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What becomes of an announcement on its way. */
  readonly carry: (havip: HaVip, from: NetworkInterface) => Carriage;
}

/**
 * The account: instances, network interfaces, EIPs, HAVIPs and tasks. Tasks and announcements take
 * effect when their time has come, which is looked at whenever somebody asks, so no timer runs here.
 */
export class Account {
  readonly region: string;
  readonly now: () => number;
  readonly instances: ReadonlyMap<string, Instance>;
  readonly interfaces: ReadonlyMap<string, NetworkInterface>;
  readonly eips: Map<string, Eip>;
  readonly havips: ReadonlyMap<string, HaVip>;
  readonly tasks: Tasks = createTasks();
  readonly #driftMs: number;
  readonly #carry: AccountOptions['carry'];

  constructor({ topology, now, carry }: AccountOptions) {
    const { instances, interfaces, eips, havips } = initialEntities(topology);
    this.region = topology.region;
    this.now = now;
    this.instances = new Map(instances.map((one) => [one.id, one]));
    this.interfaces = new Map(interfaces.map((one) => [one.id, one]));
    this.eips = new Map(eips.map((one) => [one.id, one]));
    this.havips = new Map(havips.map((one) => [one.id, one]));
    this.#driftMs = topology.driftMs;
    this.#carry = carry;
  }

  /** Lets everything take effect whose time has come. */
  settle(): void {
    for (const task of this.tasks.running()) {
      if (this.now() < endsAtMs(task)) continue;
      task.settled = true;
      if (task.fate.ends === 'completed') this.#apply(task.change);
    }
    for (const havip of this.havips.values()) settleDrift(havip, this.now());
  }

  start(change: Change, begun: Pick<Task, 'requestId' | 'fate' | 'once'>): Task {
    return this.tasks.start({ ...begun, change, startedAtMs: this.now() });
  }

  /** A gratuitous ARP: for a HAVIP or its address, from an interface or its MAC address. */
  announce(address: string, sender: string): Announced | undefined {
    this.settle();
    const havip = find(this.havips, ({ id, ip }) => id === address || ip === address);
    const from = find(
      this.interfaces,
      ({ id, mac }) => id === sender || mac === sender.toUpperCase(),
    );
    if (havip === undefined || from === undefined) return undefined;
    const hearing = { ...this.#carry(havip, from), nowMs: this.now(), driftMs: this.#driftMs };
    const announced = announce(havip, from, hearing);
    this.settle();
    return announced;
  }

  statusOf(eip: Eip): EipStatus {
    const change = this.#changeOf(eip);
    if (change !== undefined) return change.type === 'bind' ? 'BINDING' : 'UNBINDING';
    if (eip.place === null) return 'UNBIND';
    // Bound to an interface that no instance has.
    return eip.place.type === 'private-ip' && this.instanceAt(eip.place) === undefined
      ? 'BIND_ENI'
      : 'BIND';
  }

  /** Where an EIP is, or is on its way to. */
  placeOf(eip: Eip): Place | null {
    const change = this.#changeOf(eip);
    return change?.type === 'bind' ? change.at : eip.place;
  }

  eipAt(place: Place): Eip | undefined {
    return find(this.eips, (eip) => eip.place !== null && keyOf(eip.place) === keyOf(place));
  }

  instanceAt({ interface: id }: PrivateIp): Instance | undefined {
    return this.instances.get(this.interfaces.get(id)?.instance ?? '');
  }

  /** The primary address of an instance's primary interface, or nothing where there is no such instance. */
  primaryOf(instance: string): PrivateIp | undefined {
    const found = find(this.interfaces, (one) => one.instance === instance && one.index === 0);
    const ip = found?.ips[0];
    return found === undefined || ip === undefined
      ? undefined
      : { type: 'private-ip', interface: found.id, ip };
  }

  isPrimary({ interface: id, ip }: PrivateIp): boolean {
    const found = this.interfaces.get(id);
    return found?.index === 0 && found.ips[0] === ip;
  }

  /** Moves an EIP at once, whatever else was going on with it. */
  placeEip(eip: Eip, place: Place | null): void {
    this.settle();
    for (const task of this.tasks.running()) {
      if (isOfEip(task.change) && task.change.eip === eip) task.settled = true;
    }
    eip.place = place;
  }

  /** Moves a HAVIP at once; taking it from everybody is what an operator can do by hand as well. */
  placeHaVip(havip: HaVip, to: string | null): void {
    this.settle();
    havip.drift = null;
    if (to === null && havip.interface !== null) havip.flushedAtMs = this.now();
    havip.interface = to;
  }

  /**
   * Moves a private IP at once, and what is bound to it. From nowhere, it is new; to nowhere, it is
   * given up.
   */
  placePrivateIp(from: PrivateIp | undefined, to: PrivateIp | undefined): void {
    this.settle();
    for (const task of this.tasks.running()) {
      if (!isOfEip(task.change) && isAbout(task, from, to)) task.settled = true;
    }
    if (from !== undefined && to !== undefined) this.#migrate(from, to);
    else if (from !== undefined) this.#removeIp(from);
    else if (to !== undefined) this.#addIp(to);
  }

  #changeOf(eip: Eip): EipChange | undefined {
    for (const { change } of this.tasks.running()) {
      if (isOfEip(change) && change.eip === eip) return change;
    }
    return undefined;
  }

  #apply(change: Change): void {
    switch (change.type) {
      case 'bind':
        change.eip.place = change.at;
        return;
      case 'unbind':
        this.#unbind(change);
        return;
      case 'migrate':
        this.#migrate(change.from, change.to);
        return;
      case 'add-ips':
        for (const place of change.places) this.#addIp(place);
        return;
      default:
        for (const place of change.places) this.#removeIp(place);
    }
  }

  #unbind({ eip, at, reallocate }: Extract<Change, { type: 'unbind' }>): void {
    this.#letGo(eip);
    const instance = at.type === 'private-ip' ? this.instanceAt(at) : undefined;
    if (reallocate && instance !== undefined)
      instance.publicIp = `198.51.100.${this.#nextPublic()}`;
  }

  #letGo(eip: Eip): void {
    eip.place = null;
    if (eip.cascadeRelease) this.eips.delete(eip.id);
  }

  #nextPublic(): number {
    return 1 + [...this.instances.values()].filter(({ publicIp }) => publicIp !== null).length;
  }

  #migrate(from: PrivateIp, to: PrivateIp): void {
    const eip = this.eipAt(from);
    const [source, destination] = [from, to].map((one) => this.interfaces.get(one.interface));
    if (source === undefined || destination === undefined) return;
    source.ips.splice(source.ips.indexOf(from.ip), 1);
    destination.ips.push(to.ip);
    // An EIP is bound to the address, and goes where that goes.
    if (eip !== undefined) eip.place = to;
  }

  #addIp({ interface: id, ip }: PrivateIp): void {
    this.interfaces.get(id)?.ips.push(ip);
  }

  #removeIp(place: PrivateIp): void {
    const { ips = [] } = this.interfaces.get(place.interface) ?? {};
    const eip = this.eipAt(place);
    ips.splice(ips.indexOf(place.ip), 1);
    if (eip !== undefined) this.#letGo(eip);
  }
}

function isAbout(task: Task, ...places: readonly (PrivateIp | undefined)[]): boolean {
  return touchedBy(task.change).some((key) =>
    places.some((place) => place !== undefined && keyOf(place) === key),
  );
}

function find<T>(map: ReadonlyMap<string, T>, matches: (one: T) => boolean): T | undefined {
  return [...map.values()].find(matches);
}
