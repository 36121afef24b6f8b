import type { Io } from '../app/io.ts';
import { checkLeases } from '../config/check-leases.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { checkSecrets } from '../config/secrets.ts';
import { exitCodes } from '../core/outcome.ts';
import { aborted } from '../lib/aborted.ts';
import { serviceManager } from '../lib/systemd.ts';
import { asFailure, Failure } from '../ports/failure.ts';
import type { Log } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import { createLog } from '../telemetry/log.ts';
import type { FlushableLog } from '../telemetry/log.ts';
import type { ReadableMetrics } from '../telemetry/metrics.ts';
import { Alerter } from '../watch/alerter.ts';
import { createChanges } from '../watch/changes.ts';
import type { Changes } from '../watch/changes.ts';
import { openEventListeners } from '../watch/event-listeners.ts';
import type { EventListeners } from '../watch/event-listeners.ts';
import type { ReloadableWatcher } from '../watch/reloadable-watcher.ts';
import { createReview } from '../watch/review-warnings.ts';
import type { Review } from '../watch/review-warnings.ts';
import { startWatch } from '../watch/start-watch.ts';
import type { StartWatchOptions } from '../watch/start-watch.ts';
import { watchPages } from '../watch/watch-pages.ts';
import type { Context } from './context.ts';
import { logStyle } from './log-style.ts';
import { lastConfigs, seeConfig } from './open.ts';
import type { CommonOptions } from './options.ts';
import { refuseStrayWord } from './refuse-stray-word.ts';

export interface WatchOptions extends CommonOptions {
  /** keepalived's notify FIFO. */
  readonly fifo?: string;
  /** HOST:PORT for metrics and health. */
  readonly listen?: string;
}

/** Watches until SIGTERM, SIGINT or a bug. Throws `config` where it cannot begin. */
export async function runWatch(options: WatchOptions, { io, finish }: Context): Promise<void> {
  const { clock, signal, env } = io;
  const level = options.logLevel ?? 'info';
  const log = createLog({ level, clock, style: () => logStyle(io, options) });
  const service = serviceManager(env['NOTIFY_SOCKET']);
  const closers: (() => void)[] = [];
  const failing = new AbortController();
  const onBug = (error: unknown): void => {
    log.error({ reason: stackOf(error) }, 'bug in floatip, please report it');
    finish(exitCodes.bug);
    failing.abort();
  };
  try {
    const config = await usableConfig(options, io, { log, mayGoOn: true });
    refuseStrayWord(options.fifo, config);
    warnOfConfig(config, log);
    const metrics = await metricsFor(options, io);
    const onPass = (): void => service.tell('WATCHDOG=1');
    // Where another watcher listens, nothing is begun.
    const listeners = await openEventListeners({ fifo: options.fifo, io, log });
    closers.push(listeners.close);
    const changes = createChanges();
    const wishes = { io, log, config, metrics, changes, onPass, onBug };
    const begun = beginReviewed(wishes, listeners);
    const watch = { options, io, log, lacks: listeners.lacks, changes, ...begun };
    if (metrics !== undefined) closers.push(await servePagesOf(watch, metrics));
    io.onHangup(() => void reload(watch).catch(onBug));
    service.tell('READY=1');
    tellOfStart(config, watch);
    await aborted(AbortSignal.any([signal, failing.signal]));
    service.tell('STOPPING=1');
    if (signal.aborted) await listeners.handOff();
    await end(watch);
  } finally {
    for (const close of closers) close();
    await log.flush();
  }
}

/** Begins a watch, of which each pass is followed by a review. */
function beginReviewed(
  options: StartWatchOptions,
  listeners: EventListeners,
): Pick<Watch, 'reloadable' | 'review' | 'alerter'> {
  const { io, log, metrics = noMetrics } = options;
  const alerter = new Alerter({ io, log, metrics });
  const reviews: Review[] = [];
  const onPass = (): void => {
    options.onPass();
    for (const review of reviews) review();
  };
  const reloadable = startWatch({ ...options, onPass, alarms: alerter.alarms });
  alerter.start(reloadable);
  listeners.deliverTo(reloadable);
  const review = createReview({ clock: io.clock, reloadable, listeners, metrics });
  reviews.push(review);
  return { reloadable, review, alerter };
}

/** A watch that goes on, and what it was begun with. */
interface Watch {
  readonly options: WatchOptions;
  readonly io: Io;
  readonly log: FlushableLog;
  readonly reloadable: ReloadableWatcher;
  readonly lacks: readonly string[];
  readonly review: Review;
  readonly alerter: Alerter;
  readonly changes: Changes;
}

/** A config that a watch can begin with, its secrets included. Throws `config`. */
async function usableConfig(
  { config: path }: WatchOptions,
  io: Io,
  { log, mayGoOn }: { readonly log: Log; readonly mayGoOn: boolean },
): Promise<Config> {
  const { env, clouds } = io;
  const config = await loadConfig({ path, env, clouds, mayGoOn, last: lastConfigs(io, log) });
  if (config.addresses.length === 0) {
    const where = config.path ?? 'the config';
    throw new Failure('config', `There is nothing to watch: ${where} lists no address`, {
      hint: 'List the addresses, and say for each which VRRP instance it follows: follow: VI_1',
    });
  }
  await checkSecrets(config, env);
  checkLeases(config, env);
  return config;
}

function tellOfStart(config: Config, { log, lacks }: Watch): void {
  log.info({ addresses: config.addresses.length }, 'watching');
  warnOfLacks(lacks, log);
  warnOfPause(config, log);
}

/** It takes over all the same, by its FIFO and by what is on the interfaces. */
function warnOfLacks(lacks: readonly string[], log: Log): void {
  if (lacks.length === 0) return;
  const hint = 'Make room in the runtime folder, or make it writable, and start this watcher again';
  log.warn({ lacks, hint }, 'cannot share with hooks what it should');
}

/** A watcher that starts anew, at a reboot perhaps, while nobody has corrected the config. */
function warnOfConfig({ instead }: Config, log: Log): void {
  if (instead !== undefined) log.error({ reason: instead, hint: seeConfig }, 'config refused');
}

/** A watcher that starts anew during a pause has to be there when it ends. */
function warnOfPause({ addresses }: Config, log: Log): void {
  if (addresses.some(({ follow }) => follow !== undefined)) return;
  log.warn({}, 'automation is paused: no address has follow, as in follow: VI_1');
}

async function metricsFor(
  { listen }: WatchOptions,
  { clock }: Io,
): Promise<ReadableMetrics | undefined> {
  if (listen === undefined) return undefined;
  const { createMetrics } = await import('../telemetry/metrics.ts');
  return createMetrics(clock.wall);
}

async function servePagesOf(
  { options, log, reloadable, lacks, review, changes }: Watch,
  metrics: ReadableMetrics,
): Promise<() => void> {
  const { servePages } = await import('../telemetry/pages.ts');
  const { openPage } = await import('../watch/page/open-page.ts');
  const page = openPage({ reloadable, lacks, review, changes });
  const pages = watchPages({ reloadable, metrics, lacks, review, page });
  const served = await servePages(options.listen ?? '', pages, { '/events': page.attach });
  log.info({ url: served.url }, 'listening');
  return () => {
    page.close();
    served.close();
  };
}

/** A config that cannot be used changes nothing. */
async function reload({ options, io, log, reloadable }: Watch): Promise<void> {
  try {
    const config = await usableConfig(options, io, { log, mayGoOn: false });
    reloadable.reload(config);
    log.info({ addresses: config.addresses.length }, 'config read again');
    warnOfPause(config, log);
  } catch (error) {
    const { message, hint } = asFailure(error);
    log.error({ reason: message, hint }, 'config refused, the old one stays in force');
  }
}

/** What comes of the takeovers that are going on is told as well. */
async function end({ reloadable, alerter, log }: Watch): Promise<void> {
  await reloadable.end();
  await alerter.end();
  log.info({}, 'stopped');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
