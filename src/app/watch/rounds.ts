import { providerOf } from '../../core/address.ts';
import type { Address, ProviderName } from '../../core/address.ts';
import { sleep } from '../../lib/sleep.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Budget } from './budget.ts';
import { pass } from './pass.ts';
import type { PassOptions, Post } from './pass.ts';
import { prepare } from './prepare.ts';

/** How one cloud is doing. */
export interface Health {
  /** When its last pass ended, well or not, on the clock's `now()`. */
  readonly passedAt: number | undefined;
  /** Why it could not be read the last time. */
  readonly failure: string | undefined;
}

export interface RoundsOptions extends PassOptions {
  readonly addresses: readonly Address[];
  readonly budget: Budget;
  /** Called when a pass has ended, well or not: the watcher is alive. */
  readonly onPass: () => void;
  /** Called when this node is known in a cloud: from now on it can take over there. */
  readonly onOpen: (cloud: ProviderName) => void;
  /** Gets what should never happen. */
  readonly onBug: (error: unknown) => void;
}

/**
 * A pass over each cloud, again and again, each cloud on its own: what one of them does not answer
 * does not keep another one waiting.
 */
export class Rounds {
  readonly posts = new Map<ProviderName, Post>();
  readonly health = new Map<ProviderName, Health>();
  readonly #options: RoundsOptions;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** Goes round until the signal aborts. */
  async run(): Promise<void> {
    const { addresses, onBug } = this.#options;
    const clouds = new Set(addresses.map(({ kind }) => providerOf(kind)));
    await Promise.all([...clouds].map((cloud) => this.#watch(cloud).catch(onBug)));
  }

  async #watch(cloud: ProviderName): Promise<void> {
    const { signal, session } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      failures = (await this.#turn(cloud)) ? 0 : failures + 1;
      const ms = this.posts.has(cloud) ? this.#waitMs(failures) : openAgainMs;
      await sleep(session.clock, ms, signal).catch(() => undefined);
    }
  }

  /** One pass, whatever comes of it. Returns whether it went well. */
  async #turn(cloud: ProviderName): Promise<boolean> {
    const { signal } = this.#options;
    try {
      return await this.#passOver(cloud);
    } catch (error) {
      if (signal.aborted) return true;
      if (!isFailure(error)) throw error;
      this.#note(cloud, error.message);
      return false;
    }
  }

  async #passOver(cloud: ProviderName): Promise<boolean> {
    const { budget, metrics } = this.#options;
    const post = this.posts.get(cloud) ?? (await this.#open(cloud));
    // The account has to save its requests for takeovers.
    if (!budget.allowsReading(cloud)) {
      this.#note(cloud, this.health.get(cloud)?.failure);
      return true;
    }
    const failure = await pass(post, this.#options);
    if (failure === undefined) metrics.passed(cloud);
    this.#note(cloud, failure?.message);
    return failure === undefined;
  }

  async #open(cloud: ProviderName): Promise<Post> {
    const { session, signal, addresses, onOpen, onBug } = this.#options;
    const connection = await session.connect(cloud);
    const { self } = await connection.identity.introduce(signal);
    const own = addresses.filter(({ kind }) => providerOf(kind) === cloud);
    const post = { cloud, addresses: own, connection, node: self.node };
    this.posts.set(cloud, post);
    onOpen(cloud);
    prepare(post, session, signal).catch(onBug);
    return post;
  }

  /** Only changes are worth a line. */
  #note(cloud: ProviderName, failure: string | undefined): void {
    const { session, onPass } = this.#options;
    const { log, clock } = session;
    const before = this.health.get(cloud)?.failure;
    if (failure !== undefined && before === undefined) {
      log.error({ cloud, reason: failure }, 'cannot read who holds the addresses');
    }
    if (failure === undefined && before !== undefined) log.info({ cloud }, 'can be read again');
    this.health.set(cloud, { passedAt: clock.now(), failure });
    onPass();
  }

  /** The interval, longer with every failure in a row, and never the same on two hosts. */
  #waitMs(failures: number): number {
    const { session, maxWaitMs } = this.#options;
    const { intervalMs } = session.config.timing;
    const wanted = Math.max(intervalMs, Math.min(intervalMs * 2 ** failures, longestBackoffMs));
    return Math.min(wanted, maxWaitMs) * (0.9 + 0.2 * session.random());
  }
}

/** A host that has only just booted: until it knows who it is, it cannot take anything over. */
const openAgainMs = 1000;
/** However often passes fail. */
const longestBackoffMs = 60_000;
