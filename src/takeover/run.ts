import type { Address } from '../core/address.ts';
import type { PhaseName, Result } from '../core/outcome.ts';
import type { Owner, Reading } from '../core/owner.ts';
import { isReached, isTaken, restoringAfter } from '../core/plan.ts';
import type { Goal, Mechanics, Restoring, Step } from '../core/plan.ts';
import type { Deadline } from '../lib/time/deadline.ts';
import { retry } from '../lib/time/retry.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { isFailure, reportOf } from '../ports/failure.ts';
import type { Failure } from '../ports/failure.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import { readingIn } from '../ports/provider.ts';
import type { Operation, Provider } from '../ports/provider.ts';
import { createDoubt } from './doubt.ts';
import { createGate, refuseUnwanted } from './gate.ts';
import type { CountingGate } from './gate.ts';
import type { Recheck, Wanted } from './recheck.ts';
import { createRetryLog } from './retry-log.ts';
import { settle } from './settle.ts';
import { startStopwatch } from './stopwatch.ts';
import type { Stopwatch } from './stopwatch.ts';

/** What every run on one address needs. */
export interface RunOptions {
  readonly provider: Provider;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly journal: Journal;
  /** Why the run is made, for the journal: `MASTER VI_1`, `reconcile`, `assign`. */
  readonly cause: string;
  /** The one deadline of the whole command. */
  readonly deadline: Deadline;
  /** When the command began, on the clock's `now()`. */
  readonly startedAt: number;
  /** Whether the run's goal is still wanted: asked before every write, while it is sent, and after every wait. */
  readonly wanted: Wanted;
  readonly recheck: Recheck;
  /** Says what the operator should know before the first write. */
  readonly forewarn?: () => Promise<void>;
}

/** One run on one address: its tools, and what it has seen and done so far. */
export class Run {
  readonly address: Address;
  readonly mechanics: Mechanics;
  readonly isNodeId: Provider['isNodeId'];
  readonly goal: Goal;
  readonly stopwatch: Stopwatch;
  /** Who held the address before this run changed it; `undefined` if nobody looked in time. */
  before: Owner | undefined;
  /** What the last look saw. */
  latest: Reading | undefined;
  /** The step that the cloud accepted last. */
  accepted: Step | undefined;
  /** What puts back what this run has taken from somewhere, as long as that has not come here. */
  restoring: Restoring | undefined;
  /** Where it has been put back on, as this run may not bring it here any more. */
  putBackOn: string | undefined;
  /** The latest failure that was worth a retry. */
  lastFailure: Failure | undefined;
  /** What to check when the change that was asked for last does not come about. */
  doubt: (() => string) | undefined;
  /** The IP, of an address that is known by its id, once the cloud has said it. */
  ip: string | undefined;
  /** What nodes are called, as far as the cloud said. */
  readonly names = new Map<string, string>();
  readonly #options: RunOptions;
  readonly #gate: CountingGate;
  /** The kinds of steps that this run has seen come about, each a milestone once. */
  readonly #milestones = new Set<Step['do']>();
  readonly #doubt = createDoubt();
  #lastLookMs = 0;
  /** Writes of runs that were made for this one. */
  #otherWrites = 0;

  constructor(address: Address, options: RunOptions & { readonly goal: Goal }) {
    const { goal, clock, startedAt, wanted, recheck, deadline } = options;
    this.address = address;
    this.mechanics = options.provider.mechanicsOf(address);
    this.isNodeId = options.provider.isNodeId;
    this.ip = address.ip;
    this.goal = goal;
    this.stopwatch = startStopwatch(clock, startedAt);
    this.#options = options;
    this.#gate = createGate({ wanted, recheck, signal: deadline.signal });
  }

  /** How many mutating requests were sent. */
  get writes(): number {
    return this.#gate.writes() + this.#otherWrites;
  }

  /** Whether the cloud accepted a write, or may have. */
  get changed(): boolean {
    return this.#gate.mayHaveChanged();
  }

  /** Tries until it succeeds, fails for good, is no longer wanted, or time is up. */
  async retry(attempt: () => Promise<void>): Promise<void> {
    const { clock, random, deadline, log } = this.#options;
    const { signal, remainingMs } = deadline;
    const tell = createRetryLog(this.address, log);
    let reached = this.#milestones.size;
    const gotFurther = (): boolean => {
      const before = reached;
      reached = this.#milestones.size;
      return reached > before;
    };
    const onRetry = (failure: Failure, delayMs: number): void => {
      this.lastFailure = failure;
      tell(failure, delayMs);
    };
    const tryOnce = async (): Promise<void> => {
      this.checkWanted();
      await attempt();
    };
    await retry(tryOnce, { clock, random, signal, remainingMs, onRetry, gotFurther });
  }

  /** Reads who holds the address; the time that takes goes to `phase`. */
  async read(phase: PhaseName): Promise<Reading> {
    const reading = await this.stopwatch.time(phase, () => this.#look());
    if (!this.changed) this.before = reading.owner;
    this.#noteBefore(reading);
    return reading;
  }

  /** Goes by what an earlier look saw. */
  assume(reading: Reading): void {
    this.#doubt.noteLook();
    this.before = reading.owner;
    this.ip ??= reading.ip;
  }

  /** Sends one step and watches until what it is for shows in a reading, which it returns. */
  async carryOut(step: Step): Promise<Reading> {
    const reading = await this.#takeStep(step);
    this.#milestones.add(step.do);
    if (step.do === 'assign' || step.do === 'attach') this.restoring = undefined;
    return reading;
  }

  async #takeStep(step: Step): Promise<Reading> {
    try {
      return await this.#settle(step, await this.#apply(step));
    } catch (error) {
      // A refusal is believed once the owner says so too.
      if (!isFailure(error, 'invalid')) throw error;
      const reading = await this.read('verify');
      if (isTaken(step, reading)) return reading;
      throw error;
    }
  }

  async #apply(step: Step): Promise<Operation> {
    const { provider, log, journal } = this.#options;
    const { name: address } = this.address;
    if (this.writes === 0) await this.#options.forewarn?.();
    log.info({ address, step }, 'writing');
    const sent = this.writes;
    try {
      const operation = await this.stopwatch.time('write', () =>
        provider.apply(step, this.address, this.#gate),
      );
      this.accepted = step;
      this.#doubt.noteWrite();
      const { id, requestId } = operation;
      log.info({ address, operation: id, requestId }, 'accepted by the cloud');
      journal.append({ type: 'write', address, step, operation: id, requestId });
      return operation;
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (this.writes === sent) throw this.#doubt.ofCheck(error);
      journal.append({ type: 'write', address, step, error: reportOf(error) });
      throw this.#doubt.ofWrite(error);
    } finally {
      if (this.writes > sent) this.restoring = restoringAfter(step) ?? this.restoring;
    }
  }

  async #settle(step: Step, operation: Operation): Promise<Reading> {
    const { clock, random, deadline } = this.#options;
    this.doubt = operation.doubt;
    const read = async (): Promise<Reading> => {
      const reading = await this.#look();
      this.#noteBefore(reading);
      return reading;
    };
    const settled = await this.stopwatch.time('settle', () =>
      settle({
        operation,
        read,
        reached: (reading) => isTaken(step, reading),
        checkWanted: () => this.checkWanted(),
        clock,
        random,
        signal: deadline.signal,
        remainingMs: deadline.remainingMs,
        onFailedLook: (failure) => {
          this.lastFailure = failure;
        },
      }),
    );
    this.stopwatch.transfer(this.#lastLookMs, 'settle', 'verify');
    return settled;
  }

  /** After a write without a look before it, the old owner shows for a moment. */
  #noteBefore(reading: Reading): void {
    if (!isReached(this.goal, reading)) this.before ??= reading.owner;
  }

  /** Writes down how the run ended, and passes that on. */
  record(result: Result): Result {
    const { journal, cause, log } = this.#options;
    const { name: address, ip, outcome, from, to, writes, durationMs, why } = result;
    const names = Object.fromEntries(this.names);
    log.info({ address, ip, outcome, from, to, names, writes, durationMs, cause, why }, 'done');
    journal.append({ type: 'outcome', cause, result, names });
    return result;
  }

  /** Adds what a run has seen and sent that was made for this one. */
  absorb(other: Run): void {
    this.latest = other.latest ?? this.latest;
    this.#otherWrites += other.writes;
  }

  /** Throws `superseded` where what the run is for is no longer wanted. */
  checkWanted(): void {
    refuseUnwanted(this.#options.wanted);
  }

  async #look(): Promise<Reading> {
    const { provider, clock, deadline } = this.#options;
    const from = clock.now();
    const readings = await provider.read([this.address], deadline.signal);
    const reading = readingIn(readings, this.address);
    this.#lastLookMs = clock.now() - from;
    if (isFailure(reading)) throw this.#doubt.ofLook(reading, this.writes > 0);
    this.#doubt.noteLook();
    const { owner, ip } = reading;
    this.ip ??= ip;
    this.latest = reading;
    if (owner.state === 'held' && owner.name !== undefined) this.names.set(owner.node, owner.name);
    return reading;
  }
}
