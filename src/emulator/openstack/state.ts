import type { Fate } from '../fate.ts';
import { badRequest, Refusal } from './refusal.ts';
import type { OpenstackSection } from './topology.ts';

export interface Port {
  readonly id: string;
  readonly mac: string;
  readonly network: string;
  readonly ips: readonly string[];
  readonly allowed: readonly string[];
  /** The instance or router that it is plugged into; empty for none. */
  readonly device: string;
  readonly owner: string;
  /** The hypervisor. */
  host: string;
}

/** Where a floating IP is. */
export interface Place {
  readonly port: Port;
  readonly fixedIp: string;
}

export interface FloatingIp {
  readonly id: string;
  readonly ip: string;
  place: Place | null;
  revision: number;
  /** When it was changed last. Milliseconds since 1970. */
  changedAtMs: number;
  /** What other API servers still show, and until when. */
  before: { readonly place: Place | null; readonly untilMs: number } | null;
}

export interface VipPort extends Port {
  announcements: number;
  drift: { readonly host: string; readonly atMs: number } | null;
}

export interface StateOptions {
  readonly section: OpenstackSection;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What becomes of an announcement on its way. */
  readonly carry: (vip: VipPort, from: Port) => Carriage;
}

/** What becomes of an announcement before the network hears it; a fault can decide it. */
export interface Carriage {
  readonly heard: boolean;
  readonly lateMs: number;
}

export const routerId = 'd23abc8d-2991-4a55-ba98-2aaea84cc72f';
export const externalNetwork = '376da547-b977-4cfe-9cba-275c80debf57';

/**
 * The project: ports, floating IPs and virtual IPs. Neutron changes its books before it answers; what takes time
 * after that is looked at whenever somebody asks, so no timer runs here.
 */
export class State {
  readonly section: OpenstackSection;
  readonly now: () => number;
  readonly ports: Map<string, Port>;
  readonly floatingIps: ReadonlyMap<string, FloatingIp>;
  readonly vips: ReadonlyMap<string, VipPort>;
  readonly #carry: StateOptions['carry'];

  constructor({ section, now, carry }: StateOptions) {
    this.section = section;
    this.now = now;
    this.#carry = carry;
    const ofServers = section.servers.flatMap(({ id, host, ports }) =>
      ports.map((one): Port => ({ ...one, device: id, owner: 'compute:nova', host })),
    );
    this.ports = new Map(ofServers.map((one) => [one.id, one]));
    this.vips = new Map(section.vipPorts.map((one) => [one.id, this.#vipOf(one)]));
    for (const vip of this.vips.values()) this.ports.set(vip.id, vip);
    this.floatingIps = new Map(
      section.floatingIps.map(({ id, ip, port, fixedIp }) => {
        const place = this.placeAt(port ?? null, fixedIp);
        return [id, { id, ip, place, revision: 1, changedAtMs: 0, before: null }];
      }),
    );
  }

  /** Lets everything take effect whose time has come. */
  settle(): void {
    for (const vip of this.vips.values()) {
      if (vip.drift === null || this.now() < vip.drift.atMs) continue;
      vip.host = vip.drift.host;
      vip.drift = null;
    }
  }

  /** A place by a port; its first IPv4 address where none is named. */
  placeAt(id: string | null, fixedIp?: string): Place | null {
    const port = this.ports.get(id ?? '');
    if (port === undefined) return null;
    const first = port.ips.find((ip) => ip.includes('.'));
    return { port, fixedIp: fixedIp ?? first ?? '' };
  }

  /** The first port of an instance. */
  portOf(server: string): Port | undefined {
    return [...this.ports.values()].find(({ device }) => device === server);
  }

  /** Where a GET says that it is: other API servers may not have heard of a change. */
  shownPlace({ before, place }: FloatingIp): Place | null {
    return before !== null && this.now() < before.untilMs ? before.place : place;
  }

  statusOf({ place, changedAtMs }: FloatingIp): 'ACTIVE' | 'DOWN' {
    if (place === null) return 'DOWN';
    return this.now() < changedAtMs + this.section.agentMs ? 'DOWN' : 'ACTIVE';
  }

  /** Moves a floating IP at once, as somebody with a dashboard does. */
  place(one: FloatingIp, place: Place | null): void {
    one.place = place;
    one.before = null;
    one.revision += 1;
    one.changedAtMs = this.now();
  }

  /** What a PUT asks for. Throws what it is refused with. */
  associate(one: FloatingIp, place: Place | null, fate: Fate): void {
    if (place !== null) this.#refuseTaken(one, place);
    // What is accepted and comes to nothing: a network driver that fails after the answer.
    if (fate.ends !== 'completed') return;
    const before = { place: this.shownPlace(one), untilMs: this.now() + this.section.lagMs };
    this.place(one, place);
    one.before = before;
  }

  #refuseTaken(one: FloatingIp, { port, fixedIp }: Place): void {
    const isRouted = this.section.networks.some(({ id, routed }) => id === port.network && routed);
    if (fixedIp === '') throw badRequest(`Port ${port.id} has no fixed IPv4 address`);
    if (!port.ips.includes(fixedIp)) {
      throw new Refusal('BadRequest', `Port ${port.id} does not have fixed ip ${fixedIp}`);
    }
    if (!isRouted) throw new Refusal('ExternalGatewayForFloatingIPNotFound');
    const there = [...this.floatingIps.values()].find(
      ({ place }) => place?.port.id === port.id && place.fixedIp === fixedIp,
    );
    if (there === undefined || (there === one && !this.section.refusesRepeats)) return;
    throw new Refusal('FloatingIPPortAlreadyAssociated');
  }

  /** A gratuitous ARP for a virtual IP, from the port of a guest. */
  announce(ip: string, from: string): 'follows' | 'held' | 'lost' | 'dropped' | undefined {
    this.settle();
    const vip = [...this.vips.values()].find((one) => one.ips.includes(ip) || one.id === ip);
    const sender = this.ports.get(from);
    if (vip === undefined || sender === undefined) return undefined;
    vip.announcements += 1;
    const { heard, lateMs } = this.#carry(vip, sender);
    if (!heard) return 'lost';
    const isAllowed = sender.network === vip.network && sender.allowed.includes(vip.ips[0] ?? '');
    // Port security: nobody hears what a port does not allow.
    if (!isAllowed) return 'dropped';
    if (vip.host === sender.host) {
      vip.drift = null;
      return 'held';
    }
    if (vip.drift?.host !== sender.host) {
      const atMs = this.now() + this.section.driftMs + lateMs;
      vip.drift = { host: sender.host, atMs };
    }
    this.settle();
    return 'follows';
  }

  /** Moves a virtual IP at once, to the host of a port or to none. */
  placeVip(vip: VipPort, port: string | null): void {
    vip.host = this.ports.get(port ?? '')?.host ?? '';
    vip.drift = null;
  }

  #vipOf({ id, ip, network, port }: OpenstackSection['vipPorts'][number]): VipPort {
    const host = this.ports.get(port ?? '')?.host ?? '';
    const own = { id, network, ips: [ip], allowed: [], device: '', owner: '', host };
    return { ...own, mac: 'fa:16:3e:00:00:99', announcements: 0, drift: null };
  }
}
