import { Failure } from '../../../src/ports/failure.ts';
import { settings } from '../../support/lease-host.ts';
import type { HostClock, WorldClock } from './world-clock.ts';

export interface Way {
  readonly thereMs: number;
  readonly backMs: number;
  readonly lost: 'there' | 'back' | 'never';
}

/** What all hosts send over. */
export interface Network {
  ways: readonly Way[];
  sent: number;
  awayUntil: number;
}

/** Whoever gets what a host sends. */
export interface Recipient<T> {
  answer(): T;
  /** Whether nothing gets there, or comes back. */
  isGone(): boolean;
}

interface RoadOptions {
  readonly world: WorldClock;
  readonly clock: HostClock;
  readonly network: Network;
  /** Whether nothing gets away from the host, or to it. */
  readonly isCut: () => boolean;
}

const quick: Way = { thereMs: 1, backMs: 1, lost: 'never' };
const timeoutMs = settings.ttlMs / 4;

/** How what one host sends gets to others, and how their answers get back. */
export class Road {
  readonly #options: RoadOptions;

  constructor(options: RoadOptions) {
    this.#options = options;
  }

  async send<T>(signal: AbortSignal, { answer, isGone }: Recipient<T>): Promise<T> {
    const { network, clock } = this.#options;
    const way = network.ways[(network.sent += 1) % Math.max(1, network.ways.length)] ?? quick;
    return await this.#withTimeout(signal, async () => {
      await this.#travel(way.thereMs, () => way.lost === 'there' || isGone());
      let said: T | Failure;
      try {
        said = answer();
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        said = error;
      }
      await this.#travel(way.backMs, () => way.lost === 'back' || isGone());
      await clock.awake();
      if (said instanceof Failure) throw said;
      return said;
    });
  }

  async #travel(ms: number, isLost: () => boolean): Promise<void> {
    const { world, isCut } = this.#options;
    await new Promise<void>((resolve) => void world.after(ms, resolve));
    if (isLost() || isCut()) await new Promise(() => undefined);
  }

  #withTimeout<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const cancel = this.#options.clock.after(timeoutMs, () => {
        signal.removeEventListener('abort', leave);
        reject(new Failure('transport', 'silent'));
      });
      const leave = (): void => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      void run()
        .then(resolve, reject)
        .finally(() => {
          cancel();
          signal.removeEventListener('abort', leave);
        });
    });
  }
}
