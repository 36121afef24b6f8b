import { rmSync } from 'node:fs';

import { openSession } from '../../../src/app/session.ts';
import type { Config } from '../../../src/config/config.ts';
import { roleAfter } from '../../../src/core/vrrp.ts';
import type { EventState } from '../../../src/core/vrrp.ts';
import type { Host } from '../../../src/ports/host.ts';
import { noMetrics } from '../../../src/ports/metrics.ts';
import { startReloadableWatcher } from '../../../src/watch/reloadable-watcher.ts';
import type { ReloadableWatcher } from '../../../src/watch/reloadable-watcher.ts';
import { createRequestBudget } from '../../../src/watch/request-budget.ts';
import { allClouds } from '../../support/clouds.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakeHost } from '../../support/fake-host.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { mortal } from '../../support/mortal.ts';
import type { Mortal } from '../../support/mortal.ts';
import { token } from '../../support/token.ts';

const silent = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
};

export interface WatchingNodeOptions {
  readonly droplet: number;
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  readonly config: Config;
  /** A folder of its own. */
  readonly folder: string;
  readonly random: () => number;
  /** Hears of each write, with the state that this node was told last. */
  readonly onWrite: (path: string, state: EventState | undefined) => void;
}

/** A node whose keepalived writes into a FIFO that `floatip watch` reads, and a supervisor. */
export class WatchingNode {
  readonly droplet: number;
  /** What should never happen. */
  readonly bugs: unknown[] = [];
  readonly #options: WatchingNodeOptions;
  readonly #alive = new Set<number>();
  #state: EventState | undefined;
  /** What is written into the FIFO while nobody reads: only the last of it counts. */
  #unread: EventState | undefined;
  #ticks = 1000;
  #pid = 1;
  #process: Mortal | undefined;
  #reloadable: ReloadableWatcher | undefined;

  constructor(options: WatchingNodeOptions) {
    this.#options = options;
    this.droplet = options.droplet;
    this.start();
  }

  start(): void {
    const { clock, world, config, random, folder } = this.#options;
    if (this.#process?.isDead() === false) return;
    this.#pid += 1;
    this.#alive.add(this.#pid);
    const process = mortal(clock, this.#observed(world));
    const host = this.#host(this.#pid);
    const env = {
      DO_TOKEN: token,
      FLOATIP_RUNTIME_DIR: `${folder}/run`,
      FLOATIP_STATE_DIR: `${folder}/state`,
    };
    this.#process = process;
    this.#reloadable = startReloadableWatcher({
      config,
      metrics: noMetrics,
      budget: createRequestBudget(process.clock),
      onPass: () => undefined,
      maxWaitMs: 60_000,
      onBug: (bug) => this.bugs.push(bug),
      openSession: (current, signal) =>
        openSession({
          clouds: allClouds(),
          config: current,
          env,
          random,
          host,
          signal,
          log: silent,
          clock: process.clock,
          startedAt: clock.now(),
          adapter: process.world.adapter,
        }),
    });
    if (this.#unread !== undefined) this.tell(this.#unread);
  }

  /** SIGKILL: no timer calls back, no answer arrives, and what is on the wire gets there. */
  kill(): void {
    this.#process?.kill();
    this.#alive.delete(this.#pid);
  }

  tell(state: EventState): void {
    const isDead = this.#process?.isDead() !== false;
    this.#unread = isDead ? state : undefined;
    if (isDead) return;
    this.#state = roleAfter(state);
    const order = this.#nextOrder(this.#pid);
    const event = { scope: 'INSTANCE', name: 'VI_1', state, priority: 100, order } as const;
    this.#reloadable?.watcher.hear(event);
  }

  async end(): Promise<void> {
    if (this.#process?.isDead() === false) await this.#options.clock.run(this.#reloadable!.end());
    rmSync(this.#options.folder, { recursive: true, force: true });
  }

  #host(pid: number): Host {
    return {
      ...fakeHost({ ticks: (this.#ticks += 1), pid }),
      orderNow: () => this.#nextOrder(pid),
      isAlive: (other) => this.#alive.has(other.pid),
    };
  }

  #nextOrder(pid: number): { ticks: number; pid: number } {
    return { ticks: (this.#ticks += 1), pid };
  }

  #observed(world: InProcessCloud): InProcessCloud {
    return {
      ...world,
      adapter: (request, attempt) => {
        const isWrite = request.method?.toUpperCase() === 'POST';
        if (isWrite) this.#options.onWrite(request.url ?? '', this.#state);
        return world.adapter(request, attempt);
      },
    };
  }
}
