import { setFlagsFromString } from 'node:v8';

import type { Io } from '../../app/io.ts';
import { checkLeases } from '../../config/check-leases.ts';
import { checkSecrets } from '../../config/check-secrets.ts';
import type { Config } from '../../config/config.ts';
import { runtimeFolder } from '../../config/folders.ts';
import { loadConfig } from '../../config/load.ts';
import { exitCodes } from '../../core/outcome.ts';
import type { FailureReport } from '../../core/outcome.ts';
import { serviceManager } from '../../lib/host/systemd.ts';
import { aborted } from '../../lib/time/aborted.ts';
import { asFailure, Failure, reportOf } from '../../ports/failure.ts';
import type { Log } from '../../ports/log.ts';
import { noMetrics } from '../../ports/metrics.ts';
import { createLog } from '../../telemetry/log.ts';
import type { FlushableLog } from '../../telemetry/log.ts';
import type { ReadableMetrics } from '../../telemetry/metrics.ts';
import { Alerter } from '../../watch/alerter.ts';
import { createChanges } from '../../watch/changes.ts';
import type { Changes } from '../../watch/changes.ts';
import { DoctorRounds } from '../../watch/doctor-rounds.ts';
import { openEventListeners } from '../../watch/event-listeners.ts';
import type { EventListeners } from '../../watch/event-listeners.ts';
import { createJitterPort } from '../../watch/jitter-port.ts';
import type { JitterPort } from '../../watch/jitter-port.ts';
import { leaseQuestions } from '../../watch/lease-questions.ts';
import type { ReloadableWatcher } from '../../watch/reloadable-watcher.ts';
import { createReview } from '../../watch/review-warnings.ts';
import type { Review } from '../../watch/review-warnings.ts';
import { startWatch } from '../../watch/start-watch.ts';
import type { StartWatchOptions } from '../../watch/start-watch.ts';
import { watchPages } from '../../watch/watch-pages.ts';
import type { Context } from '../context.ts';
import { logStyle } from '../log-style.ts';
import { refuseStrayWord } from '../mistakes/refuse-stray-word.ts';
import { lastConfigs, seeConfig } from '../open.ts';
import type { CommonOptions } from '../options.ts';

export interface WatchOptions extends CommonOptions {
  /** keepalived's notify FIFO. */
  readonly fifo?: string;
  /** HOST:PORT for metrics and health. */
  readonly listen?: string;
}

/** Watches until SIGTERM, SIGINT or a bug. Throws `config` where it cannot begin. */
export async function runWatch(options: WatchOptions, { io, finish }: Context): Promise<void> {
  const { clock, signal, env } = io;
  // V8 forgets what has not been called for a while, which is what an event needs after a quiet night.
  setFlagsFromString('--no-flush-bytecode');
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
    closers.push(() => begun.doctor.end(), begun.jitterPort.close);
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

/** Begins a watch, of which each pass is followed by a review, and which has doctor look now and then. */
function beginReviewed(
  options: StartWatchOptions,
  listeners: EventListeners,
): Pick<Watch, 'reloadable' | 'review' | 'alerter' | 'doctor' | 'jitterPort'> {
  const { io, log, metrics = noMetrics, onBug } = options;
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
  const { alarms } = alerter;
  const hasPages = options.metrics !== undefined;
  const doctor = new DoctorRounds({ io, log, metrics, alarms, onBug, hasPages, reloadable });
  doctor.start();
  const jitterPort = createJitterPort({ clock: io.clock, log, onBug });
  jitterPort.follow(options.config);
  return { reloadable, review, alerter, doctor, jitterPort };
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
  readonly doctor: DoctorRounds;
  readonly jitterPort: JitterPort;
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

function tellOfStart(config: Config, { log, lacks, alerter }: Watch): void {
  alerter.alarms.checked('config', faultOf(config));
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

/** Why it goes on with the config as it was, where it does. */
function faultOf({ instead }: Config): FailureReport | undefined {
  return instead === undefined ? undefined : { class: 'config', message: instead, hint: seeConfig };
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
  const { createMetrics } = await import('../../telemetry/metrics.ts');
  return createMetrics(clock.wall);
}

async function servePagesOf(
  { options, io, log, reloadable, lacks, review, changes, doctor }: Watch,
  metrics: ReadableMetrics,
): Promise<() => void> {
  const { servePages } = await import('../../telemetry/pages.ts');
  const { openPage } = await import('../../watch/page/open-page.ts');
  const { tellPagePlace } = await import('../../watch/page/page-place.ts');
  const page = openPage({ reloadable, lacks, review, changes });
  const unwell = (): readonly string[] => doctor.unwell();
  const pages = watchPages({ reloadable, metrics, lacks, review, page, unwell });
  const served = await servePages(options.listen ?? '', pages, {
    streams: { '/events': page.attach },
    questions: leaseQuestions(reloadable),
  });
  log.info({ url: served.url }, 'listening');
  const takeBack = tellPagePlace(runtimeFolder(io.env), served.url);
  return () => {
    takeBack();
    page.close();
    served.close();
  };
}

/** A config that cannot be used changes nothing. */
async function reload({ options, io, log, reloadable, alerter, jitterPort }: Watch): Promise<void> {
  try {
    const config = await usableConfig(options, io, { log, mayGoOn: false });
    reloadable.reload(config);
    jitterPort.follow(config);
    alerter.alarms.checked('config');
    log.info({ addresses: config.addresses.length }, 'config read again');
    warnOfPause(config, log);
  } catch (error) {
    const failure = asFailure(error);
    const { message, hint } = failure;
    alerter.alarms.checked('config', reportOf(failure));
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
