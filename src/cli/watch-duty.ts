import { openSession } from '../app/session.ts';
import type { Session } from '../app/session.ts';
import { createBudget } from '../app/watch/budget.ts';
import { beginDuty } from '../app/watch/duty.ts';
import type { Duty } from '../app/watch/duty.ts';
import type { Config } from '../config/config.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { FlushableLog } from '../telemetry/log.ts';
import type { ReadableMetrics } from '../telemetry/metrics.ts';
import type { Io } from './io.ts';

export interface WatchDutyOptions {
  readonly io: Io;
  readonly log: FlushableLog;
  readonly config: Config;
  readonly metrics: ReadableMetrics | undefined;
  readonly onPass: () => void;
  readonly onBug: (error: unknown) => void;
}

/** Begins a watch in this process. */
export function beginWatch(options: WatchDutyOptions): Duty {
  const { io, log, config, metrics, onPass, onBug } = options;
  const { env, clock, random, host, adapter, actor } = io;
  const budget = createBudget(clock);
  const open = (current: Config, signal: AbortSignal): Session =>
    openSession({
      env,
      clock,
      random,
      host,
      log,
      signal,
      config: current,
      startedAt: clock.now(),
      actor,
      observe(cloud, { code, headers }) {
        metrics?.answered(cloud, code);
        const remaining = budget.note(cloud, headers);
        if (remaining !== undefined) metrics?.remaining(cloud, remaining);
      },
      ...(adapter === undefined ? {} : { adapter }),
    });
  return beginDuty({
    config,
    metrics: metrics ?? noMetrics,
    budget,
    onPass,
    maxWaitMs: maxWaitMs(env['WATCHDOG_USEC']),
    onBug,
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
