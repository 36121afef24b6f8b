import { setMaxListeners } from 'node:events';

import { awaitUnder } from '../../lib/time/await-under.ts';
import type { Clock } from '../../ports/clock.ts';

export interface GatheredOptions<T> {
  readonly clock: Pick<Clock, 'after'>;
  /** Does what all those want who have asked until it begins. */
  readonly run: (signal: AbortSignal) => Promise<T>;
  /** For how long others are waited for before it begins. Milliseconds. */
  readonly waitMs: () => number;
}

/**
 * Has those who want the same at about the same time share one run of it. What somebody is told was begun after
 * that one had asked, and there is never more than one run.
 */
export class Gathered<T> {
  readonly #options: GatheredOptions<T>;
  readonly #closing = new AbortController();
  /** What comes of a run that has not begun. */
  #planned: Promise<T> | undefined;
  #start: () => void = nothing;
  #isRunning = false;
  #cancel: (() => void) | undefined;

  constructor(options: GatheredOptions<T>) {
    this.#options = options;
    // A run may ask for many things at once.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Whether somebody waits for a run to begin. */
  get isPlanned(): boolean {
    return this.#planned !== undefined;
  }

  async ask(signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.#planned ??= this.#plan();
    this.#wait();
    return await awaitUnder(signal, this.#planned);
  }

  /** Looks anew how long is to be waited. */
  hurry(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#wait();
  }

  close(): void {
    this.#closing.abort();
    this.#cancel?.();
  }

  async #plan(): Promise<T> {
    await new Promise<void>((resolve) => {
      this.#start = resolve;
    });
    return await this.#run();
  }

  #wait(): void {
    const isFree = !this.#isRunning && this.#cancel === undefined;
    if (this.#planned === undefined || !isFree || this.#closing.signal.aborted) return;
    const { clock, waitMs } = this.#options;
    this.#cancel = clock.after(waitMs(), () => this.#begin());
  }

  #begin(): void {
    this.#cancel = undefined;
    this.#isRunning = true;
    this.#planned = undefined;
    this.#start();
  }

  async #run(): Promise<T> {
    try {
      return await this.#options.run(this.#closing.signal);
    } finally {
      this.#isRunning = false;
      this.#wait();
    }
  }
}

const nothing = (): void => undefined;
