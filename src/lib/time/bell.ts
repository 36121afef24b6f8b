import type { Clock } from '../../ports/clock.ts';
import { sleep } from './sleep.ts';

/** Wakes whoever waits; rung while nobody does, it wakes whoever waits next at once. */
export class Bell {
  readonly #clock: Clock;
  #isRung = false;
  #nap: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#isRung = true;
    this.#nap?.abort();
  }

  /** Waits until it is rung, for at most so long, or until the signal aborts. Never throws. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung && !signal.aborted) {
      const nap = new AbortController();
      this.#nap = nap;
      const end = (): void => nap.abort();
      signal.addEventListener('abort', end, { once: true });
      await sleep(this.#clock, ms, nap.signal).catch(() => undefined);
      signal.removeEventListener('abort', end);
    }
    this.#isRung = false;
  }
}
