import type { Fate } from '../fate.ts';
import { zoneOf } from './locations.ts';
import { invalidInput, notFound, Refusal } from './refusal.ts';

export interface Server {
  readonly id: number;
  readonly name: string;
  readonly location: string;
  /** Until when an action of another sort runs on it. Milliseconds since 1970. */
  busyUntilMs: number;
}

export interface FloatingIp {
  readonly id: number;
  /** An IPv4 address, or an IPv6 network with its 64 bits. */
  readonly ip: string;
  readonly location: string;
  server: number | null;
}

export interface Action {
  readonly id: number;
  readonly command: 'assign_floating_ip' | 'unassign_floating_ip';
  readonly ip: FloatingIp;
  /** The one that it is about: who gets it, or who had it. */
  readonly server: number;
  readonly startedAtMs: number;
  readonly fate: Fate;
  settled: boolean;
}

export interface StateOptions {
  readonly servers: readonly Omit<Server, 'busyUntilMs'>[];
  readonly floatingIps: readonly FloatingIp[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The project: servers, floating IPs and actions. An action takes effect when its time has come, which is looked at
 * whenever somebody asks, so no timer runs here.
 */
export class State {
  readonly servers: ReadonlyMap<number, Server>;
  readonly floatingIps: ReadonlyMap<number, FloatingIp>;
  readonly now: () => number;
  readonly #actions: Action[] = [];

  constructor({ servers, floatingIps, now }: StateOptions) {
    this.servers = new Map(servers.map((one) => [one.id, { ...one, busyUntilMs: 0 }]));
    this.floatingIps = new Map(floatingIps.map((one) => [one.id, { ...one }]));
    this.now = now;
  }

  get actions(): readonly Action[] {
    return this.#actions;
  }

  /** Lets everything take effect whose time has come. */
  settle(): void {
    for (const action of this.#actions) {
      if (action.settled || this.now() < endsAtMs(action)) continue;
      action.settled = true;
      if (action.fate.ends !== 'completed') continue;
      action.ip.server = action.command === 'assign_floating_ip' ? action.server : null;
    }
  }

  /** Moves an address at once, whatever else was going on with it. */
  place(ip: FloatingIp, server: number | null): void {
    this.settle();
    for (const action of this.#actions) if (action.ip === ip) action.settled = true;
    ip.server = server;
  }

  isLocked(ip: FloatingIp): boolean {
    return this.#actions.some((action) => !action.settled && action.ip === ip);
  }

  assign(ip: FloatingIp, serverId: number, fate: Fate): Action {
    this.#refuseLocked(ip);
    const server = this.servers.get(serverId);
    if (server === undefined) throw notFound(`server with ID '${serverId}'`);
    if (this.now() < server.busyUntilMs) throw new Refusal('locked');
    if (zoneOf(server.location) !== zoneOf(ip.location)) {
      throw invalidInput('floating IP and server must be in the same network zone');
    }
    if (ip.server === serverId) throw new Refusal('floating_ip_assigned');
    return this.#start({ command: 'assign_floating_ip', ip, server: serverId, fate });
  }

  unassign(ip: FloatingIp, fate: Fate): Action {
    this.#refuseLocked(ip);
    if (ip.server === null) throw invalidInput('floating IP is not assigned');
    return this.#start({ command: 'unassign_floating_ip', ip, server: ip.server, fate });
  }

  #refuseLocked(ip: FloatingIp): void {
    if (this.isLocked(ip)) throw new Refusal('locked');
  }

  #start(action: Pick<Action, 'command' | 'ip' | 'server' | 'fate'>): Action {
    const id = 1_000_013 + this.#actions.length;
    const started = { ...action, id, startedAtMs: this.now(), settled: false };
    this.#actions.push(started);
    return started;
  }
}

export function endsAtMs({ startedAtMs, fate }: Action): number {
  return fate.ends === 'never' ? Infinity : startedAtMs + fate.ms;
}
