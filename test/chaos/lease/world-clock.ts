import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from '../../../src/ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** The time of everybody: goes from timer to timer, and calls `onStep` after each. */
export class WorldClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  wall(): number {
    return 1_795_219_200_000 + this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async runUntil(end: number, onStep: () => void): Promise<void> {
    for (;;) {
      await nextTurn();
      await nextTurn();
      onStep();
      const next = this.#earliest();
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      // Right before something happens, what was true until now is looked at once more.
      onStep();
      next.callback();
    }
    this.#now = end;
    onStep();
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.at < earliest.at) earliest = timer;
    }
    return earliest;
  }
}

/** As with Node's timers; a fraction that rounding has left over would not let the time go on at all. */
const leastMs = 1;

/** The clock of a host: it runs a little faster or slower, and the host may stand still. */
export class HostClock implements Clock {
  readonly #world: WorldClock;
  readonly #rate: number;
  #pausedUntil = -Infinity;
  /** For how long its monotonic clock has stood still, as it does while a host sleeps. */
  #sleptMs = 0;
  /** By how much somebody has set its wall clock. */
  #stepMs = 0;

  constructor(world: WorldClock, rate: number) {
    this.#world = world;
    this.#rate = rate;
  }

  get isPaused(): boolean {
    return this.#world.now() < this.#pausedUntil;
  }

  now(): number {
    return (this.#world.now() - this.#sleptMs) * this.#rate;
  }

  readonly wall = (): number => this.#world.wall() + this.#stepMs;

  after(ms: number, callback: () => void): () => void {
    const fire = (): void => {
      if (this.isPaused) cancel = this.#world.after(this.#pausedUntil - this.#world.now(), fire);
      else callback();
    };
    let cancel = this.#world.after(Math.max(leastMs, ms / this.#rate), fire);
    return () => cancel();
  }

  /** Nothing of it runs for a while; where it is asleep, its monotonic clock does not either. */
  pause(ms: number, isAsleep: boolean): void {
    this.#pausedUntil = this.#world.now() + ms;
    if (isAsleep) this.#sleptMs += ms;
  }

  step(ms: number): void {
    this.#stepMs += ms;
  }

  /** Waits until it no longer stands still. */
  async awake(): Promise<void> {
    while (this.isPaused) {
      const leftMs = this.#pausedUntil - this.#world.now();
      await new Promise<void>((resolve) => void this.#world.after(leftMs, resolve));
    }
  }
}
