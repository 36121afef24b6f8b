import { rankOf } from './spread.ts';

/** Where an address is, or is on its way to. */
export type Place =
  | { readonly is: 'at'; readonly node: string }
  /** A takeover brings it there. */
  | { readonly is: 'moving'; readonly to: string }
  | { readonly is: 'free' }
  /** Nobody has said, or nothing is to be done about it for now. */
  | { readonly is: 'unknown' };

/** An address of a fleet. */
export interface Placed {
  readonly name: string;
  readonly place: Place;
  /** What it takes up on a host, where that has room for one such only. */
  readonly room?: string | undefined;
  /** Hosts to which the cloud has refused to move it, a short time ago. */
  readonly refusedBy?: ReadonlySet<string>;
}

export interface Move {
  readonly name: string;
  readonly to: string;
  /** Where it is; `null` for nowhere. */
  readonly from: string | null;
  readonly why: 'its host is dead' | 'nobody holds it' | 'it is at none of the hosts' | 'balance';
  /** Whether it may wait: nothing is wrong meanwhile. */
  readonly isGentle: boolean;
}

export interface Placement {
  readonly addresses: readonly Placed[];
  /** All hosts, in the order of the config. */
  readonly health: ReadonlyMap<string, 'well' | 'dead' | 'unknown'>;
  /** How many may begin now, and how many of them where nothing is wrong but the balance. */
  readonly most: number;
  readonly mostGentle: number;
}

/**
 * Which addresses are to be moved, and where to. An address stays where it is, unless:
 *
 *     it is                        and then
 *     at a host that is dead       moves at once
 *     nowhere                      moves at once
 *     at none of these hosts       moves gently
 *     at one that has two more     moves gently
 *     than another
 *
 * It moves to hosts that are well, and to none that has its share already; to one that was refused to it only where
 * there is no other. Gentle moves wait until nothing else
 * is to be done or going on, everything is known, and no host is in doubt. What is not known is not moved, a host that
 * is in doubt keeps what it has, and where no host is well nothing moves.
 */
export function movesFor({ addresses, health, most, mostGentle }: Placement): readonly Move[] {
  const shares = new Shares(addresses, health);
  if (shares.isHopeless || most <= 0) return [];
  const urgent: Move[] = [];
  let isCalm = true;
  for (const address of addresses) {
    const why = urgency(address.place, health);
    if (why === undefined) continue;
    isCalm = false;
    if (urgent.length >= most) break;
    const to = shares.nextFor(address);
    if (to !== undefined)
      urgent.push({ name: address.name, to, from: nodeIn(address), why, isGentle: false });
  }
  if (!isCalm || !isSettled(addresses, health)) return urgent;
  return gentleMoves({ addresses, health, most, mostGentle }, shares);
}

function urgency(place: Place, health: Placement['health']): Move['why'] | undefined {
  if (place.is === 'free') return 'nobody holds it';
  const isAtDead = place.is === 'at' && health.get(place.node) === 'dead';
  return isAtDead ? 'its host is dead' : undefined;
}

function nodeIn({ place }: Placed): string | null {
  return place.is === 'at' ? place.node : null;
}

/** Whether every place is known, nothing is on its way, and every host is known to be well or dead. */
function isSettled(addresses: readonly Placed[], health: Placement['health']): boolean {
  const isKnown = [...health.values()].every((one) => one !== 'unknown');
  return isKnown && addresses.every(({ place }) => place.is === 'at');
}

function gentleMoves(
  { addresses, health, most, mostGentle }: Placement,
  shares: Shares,
): readonly Move[] {
  const moves: Move[] = [];
  const limit = Math.min(most, mostGentle);
  for (const address of addresses) {
    if (moves.length >= limit) return moves;
    const from = nodeIn(address);
    if (from === null || health.has(from)) continue;
    const to = shares.nextFor(address);
    if (to !== undefined)
      moves.push({
        name: address.name,
        to,
        from,
        why: 'it is at none of the hosts',
        isGentle: true,
      });
  }
  for (const address of addresses) {
    if (moves.length >= limit) break;
    const from = nodeIn(address);
    const to = from === null ? undefined : shares.lighterFor(address, from);
    if (to !== undefined)
      moves.push({ name: address.name, to, from, why: 'balance', isGentle: true });
  }
  return moves;
}

/** How many addresses each host that is well has, with those that are on their way to it. */
class Shares {
  readonly #loads = new Map<string, number>();
  readonly #rooms = new Map<string, Set<string>>();
  /** What each host has at most, where all have about the same. */
  readonly #share: number;

  constructor(addresses: readonly Placed[], health: Placement['health']) {
    for (const [node, is] of health) if (is === 'well') this.#loads.set(node, 0);
    let homeless = 0;
    for (const { place, room } of addresses) {
      const node = place.is === 'at' ? place.node : place.is === 'moving' ? place.to : undefined;
      if (node !== undefined) this.#occupy(node, room);
      if (urgency(place, health) !== undefined) homeless += 1;
    }
    const loads = [...this.#loads.values()];
    const total = loads.reduce((sum, load) => sum + load, homeless);
    this.#share = Math.ceil(total / Math.max(1, loads.length));
  }

  get isHopeless(): boolean {
    return this.#loads.size === 0;
  }

  /** The host that an address is to go to, which has it from now on. The same for everybody who knows the same. */
  nextFor({ name, room, refusedBy }: Placed): string | undefined {
    const all = [...this.#loads.keys()].filter((node) => this.#hasRoom(node, room));
    const allowed = all.filter((node) => refusedBy?.has(node) !== true);
    const open = allowed.length > 0 ? allowed : all;
    const below = open.filter((node) => this.#loadOf(node) < this.#share);
    const chosen = below.length > 0 ? bestFor(name, below) : this.#lightest(open);
    if (chosen !== undefined) this.#occupy(chosen, room);
    return chosen;
  }

  /** One that has so much less than where it is that moving it makes the two more alike. */
  lighterFor({ room, refusedBy }: Placed, from: string): string | undefined {
    const load = this.#loads.get(from);
    if (load === undefined) return undefined;
    const open = [...this.#loads.keys()].filter(
      (node) => this.#hasRoom(node, room) && refusedBy?.has(node) !== true,
    );
    const lightest = this.#lightest(open);
    if (lightest === undefined || load - this.#loadOf(lightest) < 2) return undefined;
    // Of those that have too much, the fullest gives first.
    if (load < Math.max(...this.#loads.values())) return undefined;
    this.#leave(from, room);
    this.#occupy(lightest, room);
    return lightest;
  }

  #loadOf(node: string): number {
    return this.#loads.get(node) ?? 0;
  }

  #lightest(nodes: readonly string[]): string | undefined {
    let lightest: string | undefined;
    for (const node of nodes) {
      if (lightest === undefined || this.#loadOf(node) < this.#loadOf(lightest)) lightest = node;
    }
    return lightest;
  }

  #hasRoom(node: string, room: string | undefined): boolean {
    return room === undefined || this.#rooms.get(node)?.has(room) !== true;
  }

  #occupy(node: string, room: string | undefined): void {
    const load = this.#loads.get(node);
    if (load !== undefined) this.#loads.set(node, load + 1);
    if (room === undefined) return;
    const rooms = this.#rooms.get(node) ?? new Set();
    this.#rooms.set(node, rooms.add(room));
  }

  #leave(node: string, room: string | undefined): void {
    this.#loads.set(node, this.#loadOf(node) - 1);
    if (room !== undefined) this.#rooms.get(node)?.delete(room);
  }
}

/** By chance, and always the same: whoever goes on for another one chooses what that one chose. */
function bestFor(name: string, nodes: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestRank = -1;
  for (const node of nodes) {
    const rank = rankOf(name, node);
    if (rank > bestRank) [best, bestRank] = [node, rank];
  }
  return best;
}
