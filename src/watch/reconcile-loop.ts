import type { Address } from '../core/address.ts';
import { backoffMs, lengthened, longestIntervalMs } from '../core/backoff.ts';
import { sleep } from '../lib/time/sleep.ts';
import { isFailure, reportOf } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import { pass } from './pass.ts';
import type { PassOptions, WatchContext } from './pass.ts';
import { prepare } from './prepare.ts';
import type { RequestBudget } from './request-budget.ts';

/** How one cloud is doing. */
export interface Health {
  /** When its last pass ended, well or not, on the clock's `now()`. */
  readonly passedAt: number | undefined;
  /** Why it could not be read the last time. */
  readonly failure: string | undefined;
}

export interface ReconcileLoopOptions extends PassOptions {
  readonly addresses: readonly Address[];
  readonly budget: RequestBudget;
  /** Called when a pass has ended, well or not: the watcher is alive. */
  readonly onPass: () => void;
  /** Called when this node is known in a cloud: from now on it can take over there. */
  readonly onOpen: (cloud: string) => void;
  /** Gets what should never happen. */
  readonly onBug: (error: unknown) => void;
}

/**
 * A pass over each cloud, again and again, each cloud on its own: what one of them does not answer
 * does not keep another one waiting.
 */
export class ReconcileLoop {
  readonly contexts = new Map<string, WatchContext>();
  readonly health = new Map<string, Health>();
  readonly #options: ReconcileLoopOptions;

  constructor(options: ReconcileLoopOptions) {
    this.#options = options;
  }

  /** Goes round until the signal aborts. */
  async run(): Promise<void> {
    const { addresses, onBug } = this.#options;
    const clouds = new Set(addresses.map(({ cloud }) => cloud));
    if (clouds.size === 0) await this.#idle();
    await Promise.all([...clouds].map((cloud) => this.#watch(cloud).catch(onBug)));
  }

  /** Automation is paused, and a supervisor still wants to hear of a life. */
  async #idle(): Promise<void> {
    const { signal, session, maxWaitMs, onPass } = this.#options;
    while (!signal.aborted) {
      onPass();
      await sleep(session.clock, Math.min(maxWaitMs, longestIntervalMs), signal).catch(
        () => undefined,
      );
    }
  }

  async #watch(cloud: string): Promise<void> {
    const { signal, session } = this.#options;
    const { clock } = session;
    let failures = 0;
    let quietUntil = -Infinity;
    while (!signal.aborted) {
      // Whoever has to wait longer than a supervisor does is alive all the same.
      if (clock.now() < quietUntil) this.#note(cloud, this.health.get(cloud)?.failure);
      else {
        const failure = await this.#passOnce(cloud);
        failures = failure === undefined || isOfOneAddress(failure) ? 0 : failures + 1;
        quietUntil = clock.now() + this.#quietMs(failure, failures);
      }
      const quietMs = quietUntil - clock.now();
      const ms = this.contexts.has(cloud) ? this.#waitMs(failures, quietMs) : openAgainMs;
      await sleep(clock, ms, signal).catch(() => undefined);
    }
  }

  /** One pass, whatever comes of it. Returns why it did not go well, if it did not. */
  async #passOnce(cloud: string): Promise<Failure | undefined> {
    const { signal, session } = this.#options;
    try {
      const failure = await this.#passOver(cloud);
      session.alarms.looked(cloud, failure && reportOf(failure));
      return failure;
    } catch (error) {
      if (signal.aborted) return undefined;
      if (!isFailure(error)) throw error;
      session.alarms.looked(cloud, reportOf(error));
      this.#note(cloud, error.message);
      return error;
    }
  }

  async #passOver(cloud: string): Promise<Failure | undefined> {
    const { budget, metrics } = this.#options;
    const context = this.contexts.get(cloud) ?? (await this.#open(cloud));
    // The account has to save its requests for takeovers.
    if (!budget.allowsReading(cloud)) {
      this.#note(cloud, this.health.get(cloud)?.failure);
      return undefined;
    }
    const failure = await pass(context, this.#options);
    if (failure === undefined) metrics.passed(cloud);
    this.#note(cloud, failure?.message);
    this.#prepare(context);
    return failure;
  }

  async #open(cloud: string): Promise<WatchContext> {
    const { session, signal, addresses, onOpen } = this.#options;
    const connection = await session.connect(cloud);
    const { self } = await connection.identity.introduce(signal);
    const own = addresses.filter((address) => address.cloud === cloud);
    const context = { cloud, addresses: own, connection, node: self.node };
    this.contexts.set(cloud, context);
    onOpen(cloud);
    this.#prepare(context);
    return context;
  }

  /** What a takeover relies on must not be old. */
  #prepare(context: WatchContext): void {
    const { session, signal, onBug } = this.#options;
    prepare(context, session, signal).catch(onBug);
  }

  /** Only changes are worth a line. */
  #note(cloud: string, failure: string | undefined): void {
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

  /** For how long not to ask a cloud that wants fewer requests. Takeovers see to that themselves. */
  #quietMs(failure: Failure | undefined, count: number): number {
    if (failure?.class !== 'throttled') return 0;
    const { class: failureClass, retryAfterMs } = failure;
    if (retryAfterMs !== undefined) return Math.min(retryAfterMs, longestIntervalMs);
    return backoffMs({ failureClass, count, random: this.#options.session.random() });
  }

  /** The interval, longer with every failure in a row, and never the same on two hosts. */
  #waitMs(failures: number, quietMs: number): number {
    const { session, maxWaitMs } = this.#options;
    const { intervalMs } = session.config.timing;
    const wanted = Math.max(intervalMs, lengthened(intervalMs, failures));
    const ms = Math.min(wanted, maxWaitMs) * (0.9 + 0.2 * session.random());
    return Math.max(ms, Math.min(quietMs, maxWaitMs, longestIntervalMs));
  }
}

/** The cloud answers, and one address is not there: no reason to look after the others less often. */
function isOfOneAddress(failure: Failure): boolean {
  return isFailure(failure, 'missing', 'invalid');
}

/** A host that has only just booted: until it knows who it is, it cannot take anything over. */
const openAgainMs = 1000;
