import type { Race } from './race.ts';

/**
 * What this host has won of the parts of a lease, and what of that it has given up. That is deleted from etcd, which
 * may come to pass at any time later, or not at all: whatever etcd says, it does not count as won any more.
 */
export class PartsWon {
  /** By the name of a part, the election that this host has won. */
  readonly #won = new Map<string, string>();
  readonly #givenUp = new Set<string>();
  /** By the name of a part, the wish that this host give it away, and the one that it has fulfilled. */
  readonly #wishes = new Map<string, string>();
  readonly #fulfilled = new Map<string, string>();
  readonly #host: string;
  /** The parts that were given away, until it is seen that another host has them. */
  readonly #gaveWay = new Set<string>();

  /** `host` is what this one is called. */
  constructor(host: string) {
    this.#host = host;
  }

  note(part: string, epoch: string): void {
    this.#won.set(part, epoch);
  }

  /** Under a new lease nothing is won yet. */
  beginAnew(): void {
    this.#won.clear();
  }

  /** Gives up what that part has won. Returns which election that was, if it has won one. */
  giveUp(part: string): string | undefined {
    this.#gaveWay.add(part);
    const wish = this.#wishes.get(part);
    if (wish !== undefined) this.#fulfilled.set(part, wish);
    const epoch = this.#won.get(part);
    if (epoch !== undefined) this.#givenUp.add(epoch);
    return epoch;
  }

  /** Whether it was given away, and nobody is known to have it. */
  gaveWay(part: string): boolean {
    return this.#gaveWay.has(part);
  }

  get givenUp(): readonly string[] {
    return [...this.#givenUp];
  }

  isGivenUp(epoch: string): boolean {
    return this.#givenUp.has(epoch);
  }

  /** They are no longer written down. */
  forget(epochs: readonly string[]): void {
    for (const epoch of epochs) this.#givenUp.delete(epoch);
  }

  /** A race as it is once all that was given up is done, by the one who has that lease. */
  asSeen(part: string, race: Race, ownId: string | undefined): Race {
    const { holder, released, wish } = race;
    if (holder !== undefined && holder.host !== this.#host) this.#gaveWay.delete(part);
    const isGone = holder !== undefined && this.isGivenUp(holder.epoch);
    const seen = isGone ? { ...race, holder: { ...holder, id: 'given up' } } : race;
    if (wish === undefined || released !== ownId) return seen;
    if (this.#fulfilled.get(part) === wish) return { ...seen, released: undefined };
    this.#wishes.set(part, wish);
    return seen;
  }
}
