import type { Duty } from '../app/watch/duty.ts';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { checkSecrets } from '../config/secrets.ts';
import { exitCodes } from '../core/outcome.ts';
import { serviceManager } from '../lib/systemd.ts';
import { asFailure, Failure } from '../ports/failure.ts';
import { createLog } from '../telemetry/log.ts';
import type { FlushableLog } from '../telemetry/log.ts';
import type { ReadableMetrics } from '../telemetry/metrics.ts';
import type { Context } from './context.ts';
import type { Io } from './io.ts';
import { listenForEvents } from './listen-for-events.ts';
import { logStyle } from './log-style.ts';
import type { CommonOptions } from './options.ts';
import { beginWatch } from './watch-duty.ts';
import { watchPages } from './watch-pages.ts';

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
  const log = createLog({ level, clock, style: () => logStyle(io, options.color) });
  const service = serviceManager(env['NOTIFY_SOCKET']);
  const closers: (() => void)[] = [];
  const failing = new AbortController();
  const onBug = (error: unknown): void => {
    log.error({ reason: stackOf(error) }, 'bug in floatip, please report it');
    finish(exitCodes.bug);
    failing.abort();
  };
  try {
    const config = await usableConfig(options, io);
    if (!isFollowed(config)) throw nothingToWatch(config);
    const metrics = await metricsFor(options, io);
    const onPass = (): void => service.tell('WATCHDOG=1');
    const duty = beginWatch({ io, log, config, metrics, onPass, onBug });
    const post = { options, io, log, duty };
    const ears = await listenForEvents({ fifo: options.fifo, io, log, duty });
    closers.push(ears.close);
    if (metrics !== undefined) closers.push(await servePagesOf(post, metrics));
    io.onHangup(() => void reload(post).catch(onBug));
    service.tell('READY=1');
    log.info({ addresses: config.addresses.length }, 'watching');
    await aborted(AbortSignal.any([signal, failing.signal]));
    service.tell('STOPPING=1');
    if (signal.aborted) await ears.giveWay();
    await duty.end();
    log.info({}, 'stopped');
  } finally {
    for (const close of closers) close();
    await log.flush();
  }
}

interface Post {
  readonly options: WatchOptions;
  readonly io: Io;
  readonly log: FlushableLog;
  readonly duty: Duty;
}

/** A config that a watch can begin with, its secrets included. Throws `config`. */
async function usableConfig({ config: path }: WatchOptions, { env }: Io): Promise<Config> {
  const config = await loadConfig({ path, env });
  if (config.addresses.length === 0) throw nothingToWatch(config);
  checkSecrets(config, env);
  return config;
}

function isFollowed({ addresses }: Config): boolean {
  return addresses.some(({ follow }) => follow !== undefined);
}

function nothingToWatch({ path = 'the config' }: Config): Failure {
  return new Failure('config', `There is nothing to watch: no address in ${path} has follow`, {
    hint: 'Say for each address which VRRP instance it follows: follow: VI_1',
  });
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
  { options, io, log, duty }: Post,
  metrics: ReadableMetrics,
): Promise<() => void> {
  const { servePages } = await import('../telemetry/pages.ts');
  const pages = watchPages({ duty, metrics, startedAt: io.clock.now() });
  const { url, close } = await servePages(options.listen ?? '', pages);
  log.info({ url }, 'listening');
  return close;
}

/** A config that cannot be used changes nothing. One in which nothing has `follow` is a pause. */
async function reload({ options, io, log, duty }: Post): Promise<void> {
  try {
    const config = await usableConfig(options, io);
    duty.relieve(config);
    log.info({ addresses: config.addresses.length }, 'config read again');
    if (!isFollowed(config)) log.warn({}, 'automation is paused: no address has follow');
  } catch (error) {
    const { message, hint } = asFailure(error);
    log.error({ reason: message, hint }, 'config refused, the old one stays in force');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
