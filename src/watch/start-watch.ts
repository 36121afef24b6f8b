import type { CollectedAlarms } from '../app/collect-alarms.ts';
import type { Io } from '../app/io.ts';
import { openSession } from '../app/session.ts';
import type { Session } from '../app/session.ts';
import type { Config } from '../config/config.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { FlushableLog } from '../telemetry/log.ts';
import type { ReadableMetrics } from '../telemetry/metrics.ts';
import { createTriggerSet } from '../triggers/trigger-set.ts';
import type { Changes } from './changes.ts';
import { startReloadableWatcher } from './reloadable-watcher.ts';
import type { ReloadableWatcher } from './reloadable-watcher.ts';
import { createRequestBudget } from './request-budget.ts';

export interface StartWatchOptions {
  readonly io: Io;
  readonly log: FlushableLog;
  readonly config: Config;
  readonly metrics: ReadableMetrics | undefined;
  readonly changes?: Changes;
  readonly onPass: () => void;
  readonly onBug: (error: unknown) => void;
  /** Hears what people may have to be told of. */
  readonly alarms?: CollectedAlarms;
}

/** Begins a watch in this process. */
export function startWatch(options: StartWatchOptions): ReloadableWatcher {
  const { io, log, config, metrics, onPass, onBug, alarms } = options;
  const { env, clouds, clock, random, host, adapter, actor } = io;
  const budget = createRequestBudget(clock);
  // An election outlives a reload of the config.
  const triggers = createTriggerSet({ ...io, log });
  const open = (current: Config, signal: AbortSignal): Session =>
    openSession({
      env,
      clouds,
      clock,
      random,
      host,
      log,
      signal,
      config: current,
      startedAt: clock.now(),
      actor,
      // Where time stands still, nothing is beside.
      writesBeside: adapter === undefined,
      triggers,
      metrics,
      observe(cloud, { code, headers }) {
        metrics?.answered(cloud, code);
        const remaining = budget.note(cloud, headers);
        if (remaining !== undefined) metrics?.remaining(cloud, remaining);
      },
      ...(alarms === undefined || current.alerts === undefined ? {} : { alarms }),
      ...(adapter === undefined ? {} : { adapter }),
    });
  return startReloadableWatcher({
    config,
    metrics: metrics ?? noMetrics,
    budget,
    onPass,
    maxWaitMs: maxWaitMs(env['WATCHDOG_USEC']),
    onBug,
    ...(options.changes === undefined ? {} : { changes: options.changes }),
    openSession: open,
  });
}

/**
 * systemd ends a service that it does not hear from for this long, microseconds. A wait, finding out
 * who this node is, and a look have to fit into it.
 */
function maxWaitMs(watchdog: string | undefined): number {
  const ms = Number(watchdog) / 1000;
  return ms > 0 ? ms / 4 : Number.POSITIVE_INFINITY;
}
