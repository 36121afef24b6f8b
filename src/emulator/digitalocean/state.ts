import { ipVersion } from '../../core/ip.ts';
import type { Fate } from '../fate.ts';
import { notFound, unprocessable } from './refusal.ts';

export interface Droplet {
  readonly id: number;
  readonly name: string;
  readonly region: string;
  /** Until when a snapshot, a resize or the like is going on. Milliseconds since 1970. */
  busyUntilMs: number;
}

export interface ReservedIp {
  readonly ip: string;
  readonly region: string;
  droplet: number | null;
}

export interface Action {
  readonly id: number;
  readonly type: 'assign_ip' | 'unassign_ip';
  readonly ip: ReservedIp;
  readonly droplet: number | null;
  readonly startedAtMs: number;
  readonly fate: Fate;
  settled: boolean;
}

/** Who held an address from when on, for the metadata service, which learns of it late. */
interface Change {
  readonly atMs: number;
  readonly ip: string;
  readonly droplet: number | null;
}

export interface StateOptions {
  readonly droplets: readonly Omit<Droplet, 'busyUntilMs'>[];
  readonly reservedIps: readonly ReservedIp[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The account: Droplets, reserved IPs and actions. An action takes effect when its time has come,
 * which is looked at whenever somebody asks, so no timer runs here.
 */
export class State {
  readonly droplets: ReadonlyMap<number, Droplet>;
  readonly reservedIps: ReadonlyMap<string, ReservedIp>;
  readonly now: () => number;
  readonly #actions: Action[] = [];
  readonly #changes: Change[] = [];

  constructor({ droplets, reservedIps, now }: StateOptions) {
    this.droplets = new Map(
      droplets.map((droplet) => [droplet.id, { ...droplet, busyUntilMs: 0 }]),
    );
    this.reservedIps = new Map(reservedIps.map((reserved) => [reserved.ip, { ...reserved }]));
    this.now = now;
    for (const { ip, droplet } of reservedIps) this.#changes.push({ atMs: -Infinity, ip, droplet });
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
      this.#put(action.ip, action.droplet, endsAtMs(action));
    }
  }

  /** Moves an address at once, whatever else was going on with it. */
  place(reserved: ReservedIp, droplet: number | null): void {
    this.settle();
    for (const action of this.#actions) if (action.ip === reserved) action.settled = true;
    this.#put(reserved, droplet, this.now());
  }

  #put(reserved: ReservedIp, droplet: number | null, atMs: number): void {
    reserved.droplet = droplet;
    this.#changes.push({ atMs, ip: reserved.ip, droplet });
  }

  /** The addresses that a Droplet held at a moment that may lie in the past. */
  heldAt(droplet: number, atMs: number): readonly string[] {
    const owners = new Map<string, number | null>();
    for (const change of this.#changes)
      if (change.atMs <= atMs) owners.set(change.ip, change.droplet);
    return [...owners].filter(([, owner]) => owner === droplet).map(([ip]) => ip);
  }

  pendingOn(reserved: ReservedIp): Action | undefined {
    return this.#actions.find((action) => !action.settled && action.ip === reserved);
  }

  assign(reserved: ReservedIp, dropletId: number, fate: Fate): Action {
    this.#refuseIfPending(reserved);
    const droplet = this.droplets.get(dropletId);
    if (droplet === undefined) throw notFound();
    if (droplet.region !== reserved.region) {
      throw unprocessable('The reserved IP and the Droplet must be in the same region.');
    }
    if (this.now() < droplet.busyUntilMs || this.#isTaking(dropletId, reserved)) {
      throw unprocessable('Droplet already has a pending event.');
    }
    if (this.#holdsOfVersion(dropletId, reserved)) {
      throw unprocessable('The Droplet already has a reserved IP assigned to it.');
    }
    return this.#start({ type: 'assign_ip', ip: reserved, droplet: dropletId, fate });
  }

  unassign(reserved: ReservedIp, fate: Fate): Action {
    this.#refuseIfPending(reserved);
    if (reserved.droplet === null)
      throw unprocessable('The reserved IP is not assigned to a Droplet.');
    return this.#start({ type: 'unassign_ip', ip: reserved, droplet: null, fate });
  }

  #start(action: Pick<Action, 'type' | 'ip' | 'droplet' | 'fate'>): Action {
    const id = 72_531_856 + this.#actions.length;
    const started = { ...action, id, startedAtMs: this.now(), settled: false };
    this.#actions.push(started);
    return started;
  }

  #refuseIfPending(reserved: ReservedIp): void {
    if (this.pendingOn(reserved) === undefined) return;
    throw unprocessable('The floating IP already has a pending event.');
  }

  #isTaking(dropletId: number, reserved: ReservedIp): boolean {
    return this.#actions.some(
      (action) =>
        !action.settled && action.droplet === dropletId && sameVersion(action.ip, reserved),
    );
  }

  /** One IPv4 and one IPv6 at most, the very address that is asked for included. */
  #holdsOfVersion(dropletId: number, reserved: ReservedIp): boolean {
    const held = [...this.reservedIps.values()].filter(({ droplet }) => droplet === dropletId);
    return held.some((one) => sameVersion(one, reserved));
  }
}

export function endsAtMs({ startedAtMs, fate }: Action): number {
  return fate.ends === 'never' ? Infinity : startedAtMs + fate.ms;
}

function sameVersion(left: ReservedIp, right: ReservedIp): boolean {
  return ipVersion(left.ip) === ipVersion(right.ip);
}
