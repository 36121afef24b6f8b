import type { Address } from '../core/address.ts';
import type { PhaseName } from '../core/outcome.ts';
import type { Owner, Reading } from '../core/owner.ts';
import { goalOf, isReached } from '../core/plan.ts';
import type { Goal, Step } from '../core/plan.ts';
import type { Deadline } from '../lib/deadline.ts';
import { retry } from '../lib/retry.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import type { Operation, Provider } from '../ports/provider.ts';
import { createGate, superseded } from './gate.ts';
import type { CountingGate } from './gate.ts';
import { settle } from './settle.ts';
import { startStopwatch } from './stopwatch.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What every run on one address needs. */
export interface RunOptions {
  readonly provider: Provider;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The one deadline of the whole command. */
  readonly deadline: Deadline;
  /** When the command began, on the clock's `now()`. */
  readonly startedAt: number;
  /** Whether the run's goal is still wanted: asked before every write and after every wait. */
  readonly isWanted: () => boolean;
}

/** One run on one address: its tools, and what it has seen and done so far. */
export class Run {
  readonly address: Address;
  readonly goal: Goal;
  readonly stopwatch: Stopwatch;
  /** Who held the address before this run changed it; `undefined` if nobody looked in time. */
  before: Owner | undefined;
  /** The latest failure that was worth a retry. */
  lastFailure: Failure | undefined;
  readonly #options: RunOptions;
  readonly #gate: CountingGate;
  #lastLookMs = 0;

  constructor(address: Address, options: RunOptions & { readonly goal: Goal }) {
    const { goal, clock, startedAt, isWanted, deadline } = options;
    this.address = address;
    this.goal = goal;
    this.stopwatch = startStopwatch(clock, startedAt);
    this.#options = options;
    this.#gate = createGate({ isWanted, signal: deadline.signal });
  }

  /** How many mutating requests were sent. */
  get writes(): number {
    return this.#gate.writes();
  }

  /** Whether the cloud accepted a write, or may have. */
  get changed(): boolean {
    return this.#gate.mayHaveChanged();
  }

  /** Tries until it succeeds, fails for good, is no longer wanted, or time is up. */
  async retry(attempt: () => Promise<void>): Promise<void> {
    const { clock, random, deadline, log } = this.#options;
    const { signal, remainingMs } = deadline;
    const onRetry = (failure: Failure, delayMs: number): void => {
      this.lastFailure = failure;
      const { class: failureClass, message } = failure;
      const address = this.address.name;
      log.warn({ address, class: failureClass, reason: message, delayMs }, 'trying again');
    };
    const tryOnce = async (): Promise<void> => {
      this.#checkWanted();
      await attempt();
    };
    await retry(tryOnce, { clock, random, signal, remainingMs, onRetry });
  }

  /** Reads who holds the address; the time that takes goes to `phase`. */
  async read(phase: PhaseName): Promise<Reading> {
    const reading = await this.stopwatch.time(phase, () => this.#look());
    if (!this.changed) this.before = reading.owner;
    this.#noteBefore(reading.owner);
    return reading;
  }

  /** Sends one step and watches until what it is for shows in the owner, which it returns. */
  async carryOut(step: Step): Promise<Owner> {
    try {
      return await this.#settle(step, await this.#apply(step));
    } catch (error) {
      // A refusal is believed once the owner says so too.
      if (!isFailure(error, 'invalid')) throw error;
      const { owner } = await this.read('verify');
      if (isReached(goalOf(step), owner)) return owner;
      throw error;
    }
  }

  async #apply(step: Step): Promise<Operation> {
    const { provider, log } = this.#options;
    const { name: address } = this.address;
    log.info({ address, step }, 'writing');
    const operation = await this.stopwatch.time('write', () =>
      provider.apply(step, this.address, this.#gate),
    );
    log.info({ address, operation: operation.id }, 'accepted by the cloud');
    return operation;
  }

  async #settle(step: Step, operation: Operation): Promise<Owner> {
    const { clock, deadline } = this.#options;
    const goal = goalOf(step);
    const read = async (): Promise<Reading> => {
      const reading = await this.#look();
      this.#noteBefore(reading.owner);
      return reading;
    };
    const { owner } = await this.stopwatch.time('settle', () =>
      settle({
        operation,
        read,
        reached: (reading) => isReached(goal, reading.owner),
        checkWanted: () => this.#checkWanted(),
        clock,
        signal: deadline.signal,
        remainingMs: deadline.remainingMs,
        onFailedLook: (failure) => {
          this.lastFailure = failure;
        },
      }),
    );
    this.stopwatch.transfer(this.#lastLookMs, 'settle', 'verify');
    return owner;
  }

  /** After a write without a look before it, the old owner shows for a moment. */
  #noteBefore(owner: Owner): void {
    if (!isReached(this.goal, owner)) this.before ??= owner;
  }

  #checkWanted(): void {
    if (!this.#options.isWanted()) throw superseded();
  }

  async #look(): Promise<Reading> {
    const { provider, clock, deadline } = this.#options;
    const from = clock.now();
    const reading = (await provider.read([this.address], deadline.signal)).get(this.address);
    this.#lastLookMs = clock.now() - from;
    if (reading !== undefined && !isFailure(reading)) return reading;
    throw this.#doubt(reading ?? unread(this.address));
  }

  /** An address that the cloud knew when it was written to is not gone because a look says so. */
  #doubt(failure: Failure): Failure {
    if (this.writes === 0 || failure.class !== 'missing') return failure;
    return new Failure('transport', failure.message, { cause: failure });
  }
}

function unread({ ip }: Address): Failure {
  return new Failure('transport', `The cloud said nothing about ${ip}`);
}
