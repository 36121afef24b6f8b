import type { Address } from '../core/address.ts';
import type { PhaseName } from '../core/outcome.ts';
import type { Owner, Reading } from '../core/owner.ts';
import type { Step } from '../core/plan.ts';
import type { Deadline } from '../lib/deadline.ts';
import { retry } from '../lib/retry.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import type { Operation, Provider } from '../ports/provider.ts';
import { createGate } from './gate.ts';
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
  /** Whether, right now, this node should still hold the address. */
  readonly mayWrite: () => boolean;
}

/** A step, and how to tell from the owner that it was carried out. */
export interface Move {
  readonly step: Step;
  readonly reached: (owner: Owner) => boolean;
}

/** One run on one address: its tools, and what it has seen and done so far. */
export class Run {
  readonly address: Address;
  readonly stopwatch: Stopwatch;
  /** Who held the address before this run changed it; `undefined` if nobody looked in time. */
  before: Owner | undefined;
  /** Whether the cloud accepted a write, or may have. */
  changed = false;
  /** The latest failure that was worth a retry. */
  lastFailure: Failure | undefined;
  readonly #options: RunOptions;
  readonly #gate: CountingGate;
  #lastLookMs = 0;

  constructor(address: Address, options: RunOptions) {
    const { clock, startedAt, mayWrite, deadline } = options;
    this.address = address;
    this.stopwatch = startStopwatch(clock, startedAt);
    this.#options = options;
    this.#gate = createGate({ mayWrite, signal: deadline.signal });
  }

  /** How many mutating requests were sent. */
  get writes(): number {
    return this.#gate.writes();
  }

  /** Tries until it succeeds, fails for good, or time is up. */
  async retry(attempt: () => Promise<void>): Promise<void> {
    const { clock, random, deadline, log } = this.#options;
    await retry(attempt, {
      clock,
      random,
      signal: deadline.signal,
      remainingMs: deadline.remainingMs,
      onRetry: (failure, delayMs) => {
        this.lastFailure = failure;
        const { class: failureClass, message } = failure;
        const address = this.address.name;
        log.warn({ address, class: failureClass, reason: message, delayMs }, 'trying again');
      },
    });
  }

  /** Reads who holds the address; the time that takes goes to `phase`. */
  async read(phase: PhaseName): Promise<Reading> {
    const reading = await this.stopwatch.time(phase, () => this.#look());
    if (!this.changed) this.before = reading.owner;
    return reading;
  }

  /** Sends one step and watches until its goal shows in the owner, which it returns. */
  async carryOut({ step, reached }: Move): Promise<Owner> {
    try {
      return await this.#settle(await this.#apply(step), reached);
    } catch (error) {
      // A refusal is believed once the owner says so too.
      if (!isFailure(error, 'invalid')) throw error;
      const { owner } = await this.read('verify');
      if (reached(owner)) return owner;
      throw error;
    }
  }

  async #apply(step: Step): Promise<Operation> {
    const { provider, log } = this.#options;
    const { name } = this.address;
    log.info({ address: name, step }, 'writing');
    try {
      const operation = await this.stopwatch.time('write', () =>
        provider.apply(step, this.address, this.#gate),
      );
      this.changed = true;
      log.info({ address: name, operation: operation.id }, 'accepted by the cloud');
      return operation;
    } catch (error) {
      if (isFailure(error, 'ambiguous', 'deadline', 'interrupted')) this.changed = true;
      throw error;
    }
  }

  async #settle(operation: Operation, reached: Move['reached']): Promise<Owner> {
    const { clock, deadline } = this.#options;
    const read = async (): Promise<Reading> => {
      const reading = await this.#look();
      // After a write without a look before it, the old owner shows for a moment.
      if (!reached(reading.owner)) this.before ??= reading.owner;
      return reading;
    };
    const { owner } = await this.stopwatch.time('settle', () =>
      settle({
        operation,
        read,
        reached: (reading) => reached(reading.owner),
        clock,
        signal: deadline.signal,
      }),
    );
    this.stopwatch.transfer(this.#lastLookMs, 'settle', 'verify');
    return owner;
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
