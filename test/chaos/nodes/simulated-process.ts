import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import type { Io } from '../../../src/app/io.ts';
import { main } from '../../../src/cli/main.ts';
import type { Result } from '../../../src/core/outcome.ts';
import type { EventState, EventOrder, Teller } from '../../../src/core/vrrp.ts';
import type { Attempt } from '../../../src/lib/http/attempt.ts';
import type { Clock, Random } from '../../../src/ports/clock.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { fakeHost } from '../../support/fake-host.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { openIo, reportOf } from '../../support/run-main.ts';
import type { MainRun, OpenIo } from '../../support/run-main.ts';
import type { Passage } from './passage.ts';
import type { Sender, Wire } from './wire.ts';

/** What is in store for a process from the moment in which it is started. */
export interface Fate {
  /** How long it takes until it gets to run: another one may overtake it. */
  readonly delayMs: number;
  readonly end?: End | undefined;
}

export type End =
  /** At some point where it waits for something, while other waits of it have not even begun. */
  | { readonly how: 'killed'; readonly afterCalls: number }
  | { readonly how: 'killed' | 'terminated'; readonly afterMs: number };

/** The host that a process runs on, as the process meets it. */
export interface ProcessHost {
  readonly id: number;
  readonly env: Readonly<Record<string, string>>;
  isAlive(process: EventOrder): boolean;
  hasIp(ip: string): boolean;
  /** Told of every request that is sent, and of every answer. */
  onSent(process: SimulatedProcess, passage: Passage): void;
  onAnswer(process: SimulatedProcess, passage: Passage): void;
  onBegin(process: SimulatedProcess): void;
  onExit(process: SimulatedProcess): void;
}

export interface ProcessOptions {
  readonly start: EventOrder;
  readonly args: readonly string[];
  /** The event that it is to tell of; `undefined` for reconcile. */
  readonly event?: EventState;
  /** The keepalived that started it, and whose end it does not outlive; `undefined` for cron. */
  readonly parent?: Teller;
  readonly fate: Fate;
  readonly host: ProcessHost;
  readonly clock: Clock;
  readonly random: Random;
  readonly world: InProcessCloud;
  readonly wire: Wire;
  /** Whether processes are killed just now. */
  readonly isTroubled: () => boolean;
}

/** A command of floatip that can be late, and can be killed wherever it waits. */
export class SimulatedProcess {
  readonly start: EventOrder;
  readonly event: EventState | undefined;
  readonly host: ProcessHost;
  state: 'created' | 'running' | 'ended' | 'killed' = 'created';
  beganAtMs = Infinity;
  endedAtMs = Infinity;
  wasTerminated = false;
  /** For how long it was stopped, and could not even end. */
  stoppedMs = 0;
  /** What it printed and returned, if it came to that. */
  run: MainRun | undefined;
  /** The requests that got an answer. */
  readonly answered: Passage[] = [];
  readonly #options: ProcessOptions;
  readonly #timers = new Set<() => void>();
  readonly #controller = new AbortController();
  #calls = 0;
  /** Connections that are kept for the next request. */
  #free = 0;
  #isStopped = false;
  /** What happened while it was stopped. */
  #missed: (() => void)[] = [];

  constructor(options: ProcessOptions) {
    this.start = options.start;
    this.event = options.event;
    this.host = options.host;
    this.#options = options;
    const { delayMs, end } = options.fate;
    this.#after(delayMs, () => this.#begin());
    if (end === undefined || 'afterCalls' in end) return;
    this.#after(end.afterMs, () => this.#meet(end));
  }

  /** What it reported; nothing where it was killed, or could not even begin. */
  get results(): readonly Result[] {
    return this.run === undefined ? [] : reportOf(this.run).results;
  }

  get name(): string {
    const { ticks, pid } = this.start;
    const what = this.event ?? 'reconcile';
    return `${what} ${ticks}-${pid} on ${this.host.id}, begun at ${this.beganAtMs},`;
  }

  isDead(): boolean {
    return this.state === 'ended' || this.state === 'killed';
  }

  /** SIGKILL: nothing that it waits for comes any more. */
  kill(): void {
    if (!this.isDead()) this.#leave('killed');
  }

  /** SIGTERM, which keepalived lets its scripts have when it dies. */
  terminate(): void {
    // Who has not begun does not listen for signals yet.
    if (this.state === 'created') this.kill();
    if (this.isDead()) return;
    this.wasTerminated = true;
    this.#controller.abort(new Failure('interrupted', 'Interrupted by SIGTERM'));
  }

  /** SIGSTOP, and SIGCONT some time later: a host that was frozen, a processor that was stolen. */
  stop(ms: number): void {
    if (this.state !== 'running' || this.#isStopped) return;
    this.#isStopped = true;
    this.stoppedMs += ms;
    this.#options.clock.after(ms, () => {
      this.#isStopped = false;
      for (const callback of this.#missed.splice(0)) if (!this.isDead()) callback();
    });
  }

  readonly #hear = (callback: () => void): void => {
    if (this.#isStopped) this.#missed.push(callback);
    else callback();
  };

  #meet({ how }: End): void {
    if (!this.#options.isTroubled()) return;
    if (how === 'killed') this.kill();
    else this.terminate();
  }

  #begin(): void {
    const { clock, host, start, parent, random, world, wire } = this.#options;
    this.state = 'running';
    this.beganAtMs = clock.now();
    host.onBegin(this);
    const { io, printed } = openIo({
      clock: { now: clock.now.bind(clock), wall: clock.wall, after: this.#call },
      world: { ...world, adapter: (config, attempt) => this.#send(config, attempt, wire) },
      node: String(host.id),
      env: host.env,
      signal: this.#controller.signal,
      random,
      host: {
        ...fakeHost(start),
        isAlive: host.isAlive,
        hasEnded: (other) => !host.isAlive(other),
        keepalivedAbove: () => parent,
        hasIp: host.hasIp,
      },
    });
    void this.#run(io, printed);
  }

  async #run(io: Io, printed: OpenIo['printed']): Promise<void> {
    const code = await main(this.#options.args, io);
    if (this.isDead()) return;
    this.run = { code, ...printed() };
    this.#leave('ended');
  }

  #leave(state: 'ended' | 'killed'): void {
    this.state = state;
    this.endedAtMs = this.#options.clock.now();
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    this.host.onExit(this);
  }

  /** A timer that is gone once the process is. */
  #after(ms: number, callback: () => void): () => void {
    let isCanceled = false;
    const cancel = this.#options.clock.after(ms, () => {
      this.#timers.delete(cancel);
      this.#hear(() => {
        if (!isCanceled) callback();
      });
    });
    this.#timers.add(cancel);
    return () => {
      isCanceled = true;
      this.#timers.delete(cancel);
      cancel();
    };
  }

  readonly #call = (ms: number, callback: () => void): (() => void) => {
    if (this.isDead()) return () => undefined;
    const cancel = this.#after(ms, callback);
    this.#count();
    return cancel;
  };

  async #send(
    config: InternalAxiosRequestConfig,
    attempt: Attempt,
    wire: Wire,
  ): Promise<AxiosResponse> {
    const sender: Sender = {
      isDead: () => this.isDead(),
      hear: this.#hear,
      onAnswer: (answered) => {
        this.#free += 1;
        this.answered.push(answered);
        this.host.onAnswer(this, answered);
      },
    };
    this.#count();
    const isReused = this.#free > 0;
    if (isReused) this.#free -= 1;
    else await wire.connect(attempt, sender);
    if (this.isDead()) return await new Promise(() => undefined);
    attempt.beforeSend(isReused);
    const { isTroubled, random } = this.#options;
    const { passage, answer } = wire.send(
      config,
      sender,
      isReused && isTroubled() && random() < 0.1,
    );
    this.host.onSent(this, passage);
    this.#count();
    return await answer;
  }

  #count(): void {
    const { end } = this.#options.fate;
    this.#calls += 1;
    if (end !== undefined && 'afterCalls' in end && this.#calls === end.afterCalls) this.#meet(end);
  }
}
