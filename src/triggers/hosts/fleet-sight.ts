import type { Fleet } from '../../core/fleet.ts';
import { healthBy } from '../../core/host-health.ts';
import type { HostHealth } from '../../core/host-health.ts';
import type { Clock } from '../../ports/clock.ts';
import { instantOf } from '../lease/term.ts';
import type { Instant } from '../lease/term.ts';
import { readBallots } from './ballot-text.ts';

/** What the controllers of a fleet said of its hosts when this one heard them last. */
export class FleetSight {
  readonly #fleet: Fleet;
  readonly #clock: Clock;
  readonly #ttlMs: number;
  #heard: { readonly health: ReadonlyMap<string, HostHealth>; readonly at: Instant } | undefined;

  constructor(fleet: Fleet, { clock, ttlMs }: { readonly clock: Clock; readonly ttlMs: number }) {
    this.#fleet = fleet;
    this.#clock = clock;
    this.#ttlMs = ttlMs;
  }

  /** Returns whether something has changed by it. */
  hear(votes: ReadonlyMap<string, string>, at = instantOf(this.#clock)): boolean {
    const before = JSON.stringify([...this.health()]);
    this.#heard = { health: healthBy(readBallots(votes), this.#fleet), at };
    return JSON.stringify([...this.health()]) !== before;
  }

  /** How each host is, by what most controllers say. What was heard longer ago than a lease lasts is not known. */
  health(): ReadonlyMap<string, HostHealth> {
    return this.#isRecent() && this.#heard !== undefined
      ? this.#heard.health
      : healthBy(new Map(), this.#fleet);
  }

  /** By either clock: one of them stands still while a host sleeps. */
  #isRecent(): boolean {
    if (this.#heard === undefined) return false;
    const { now, wall } = instantOf(this.#clock);
    const { at } = this.#heard;
    return now - at.now < this.#ttlMs && wall - at.wall < 2 * this.#ttlMs;
  }
}
