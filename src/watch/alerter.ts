import { collectAlarms } from '../app/collect-alarms.ts';
import type { CollectedAlarms } from '../app/collect-alarms.ts';
import type { Io } from '../app/io.ts';
import { repeat } from '../lib/time/repeat.ts';
import type { Log } from '../ports/log.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { AlertWork } from './alert-work.ts';
import { onceCalm } from './once-calm.ts';
import type { ReloadableWatcher } from './reloadable-watcher.ts';
import { isAlive } from './watched-status.ts';

export interface AlerterOptions {
  readonly io: Io;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'undelivered'>;
}

/** Several things that happen together are one step, which no takeover is to wait for: it comes after them. */
const pauseMs = 100;
/** Other processes of this host leave theirs to the watcher. What a pass has seen does not wait for the next one. */
const longestLookMs = 2000;

/**
 * Tells people what a watcher does and sees, beside all that it does. Where the config says nothing of alerts,
 * nothing is loaded and nothing done.
 */
export class Alerter {
  /** What the watcher has to tell. */
  readonly alarms: CollectedAlarms;
  readonly #options: AlerterOptions;
  #reloadable: ReloadableWatcher | undefined;
  #working: Promise<AlertWork> | undefined;
  #latest: Promise<void> = Promise.resolve();
  readonly #takeSoon: () => void;
  #stop: (() => void) | undefined;

  constructor(options: AlerterOptions) {
    this.#options = options;
    const { clock } = options.io;
    const isBusy = (): boolean => this.#isTakingOver();
    const calm = { clock, isBusy, pauseMs, mostMs: longestLookMs };
    this.#takeSoon = onceCalm(calm, () => void this.#takeInTurn());
    this.alarms = collectAlarms(clock.wall, this.#takeSoon);
  }

  start(reloadable: ReloadableWatcher): void {
    this.#reloadable = reloadable;
    const lookMs = Math.min(longestLookMs, reloadable.session.config.timing.intervalMs);
    this.#stop = repeat(this.#options.io.clock, lookMs, () => this.#look(reloadable));
  }

  /** Takes in what is left, and lets whoever comes next send it. */
  async end(): Promise<void> {
    this.#stop?.();
    await this.#takeInTurn();
    await (await this.#working)?.end();
  }

  #look(reloadable: ReloadableWatcher): void {
    if (reloadable.session.config.alerts === undefined) return;
    noteHang(reloadable, this.alarms);
    noteStrays(reloadable, this.alarms);
    this.#takeSoon();
  }

  #isTakingOver(): boolean {
    const watcher = this.#reloadable?.watcher;
    return watcher?.addresses.some((one) => watcher.takingOver(one) !== undefined) ?? false;
  }

  /** One after the other; what goes wrong with it must not end a watch. */
  async #takeInTurn(): Promise<void> {
    const { log } = this.#options;
    const turn = this.#latest.then(() => this.#take());
    this.#latest = turn.catch((error: unknown) => {
      log.error({ reason: String(error) }, 'cannot alert');
    });
    await this.#latest;
  }

  async #take(): Promise<void> {
    const { log, metrics } = this.#options;
    if (this.#reloadable?.session.config.alerts === undefined) return;
    const session = (): ReloadableWatcher['session'] | undefined => this.#reloadable?.session;
    this.#working ??= import('./alert-work.ts').then(({ createAlertWork }) =>
      createAlertWork({ session, log, metrics }),
    );
    const work = await this.#working;
    await work.take(this.alarms.take());
  }
}

/** Whoever hangs does not say so. */
function noteHang({ watcher, session }: ReloadableWatcher, alarms: CollectedAlarms): void {
  if (isAlive(watcher, session)) return;
  const failure = { class: 'transport', message: 'The watcher does not look any more' } as const;
  for (const { cloud } of watcher.addresses) alarms.looked(cloud, failure);
}

/** More often than the addresses are read: two hosts that have the same IP answer for it by turns. */
function noteStrays({ watcher }: ReloadableWatcher, alarms: CollectedAlarms): void {
  for (const address of watcher.addresses) if (watcher.isStray(address)) alarms.strayed(address);
}
