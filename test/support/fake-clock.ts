import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Clock } from '../../src/ports/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

export interface FakeClockOptions {
  /** After how many timers a test counts as going in circles. */
  readonly maxSteps?: number;
}

/** A clock on which a test can run something to its end. */
export type TestClock = Clock & Pick<FakeClock, 'run'>;

/** Time that stands still until {@link FakeClock.run} finds that nothing happens without it. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #steps = 0;
  readonly #maxSteps: number;
  readonly #timers = new Set<Timer>();
  #isHeld = (): boolean => false;

  constructor({ maxSteps = 20_000 }: FakeClockOptions = {}) {
    this.#maxSteps = maxSteps;
  }

  now(): number {
    return this.#nowMs;
  }

  /** Begins on some Saturday, so that epoch seconds look like epoch seconds. */
  readonly wall = (): number => 1_795_219_200_000 + this.#nowMs;

  after(ms: number, callback: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets no time pass for as long as that is so: something goes on in real time, such as another process. */
  holdWhile(isBusy: () => boolean): void {
    this.#isHeld = isBusy;
  }

  /** Runs until the promise settles, letting time pass from timer to timer. */
  async run<T>(promise: Promise<T>): Promise<T> {
    const state = { settled: false };
    const finish = (): void => {
      state.settled = true;
    };
    promise.then(finish, finish);
    let idle = 0;
    for (await quiet(); !state.settled; await quiet()) {
      if (this.#isHeld()) await realMillisecond();
      else if (this.#timers.size > 0) this.#advance();
      // Files are read and written in real time.
      else if (idle < 200) idle += await realMillisecond();
      else throw new Error('Nothing is left to wait for, and it is not done');
    }
    return await promise;
  }

  #advance(): void {
    this.#steps += 1;
    if (this.#steps > this.#maxSteps) throw new Error(`Going in circles at ${this.#nowMs} ms`);
    const next = this.#earliest();
    if (next === undefined) return;
    this.#timers.delete(next);
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    next.callback();
  }

  /** Of those that are due at the same time, the one that was set first. */
  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (earliest === undefined || timer.atMs < earliest.atMs) earliest = timer;
    }
    return earliest;
  }
}

async function realMillisecond(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return 1;
}

/** Long enough for every chain of promises to come to where it waits for time. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await nextTurn();
}
