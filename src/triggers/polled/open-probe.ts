import type { Track } from '../../core/follow.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { openExecProbe } from './exec-probe.ts';
import { openHttpProbe } from './http-probe.ts';
import { PolledTrigger } from './polled-trigger.ts';
import type { OpenProbe } from './probe.ts';
import { openTcpProbe } from './tcp-probe.ts';

const defaults = { interval: 1000, timeout: 1000, grace: 10_000 } as const;

/** Somebody to be asked, as the config names it. */
export function openPolled(track: Track, tools: TriggerTools): PolledTrigger {
  const { interval: intervalMs, timeout, grace: graceMs } = { ...defaults, ...track };
  const { clock, random, host } = tools;
  const probe = openProbe(track, timeout, tools);
  return new PolledTrigger({
    probe,
    intervalMs,
    graceMs,
    clock,
    random,
    orderNow: () => host.orderNow(),
  });
}

function openProbe(
  track: Track,
  timeoutMs: number,
  { clock, env, adapter }: TriggerTools,
): OpenProbe {
  if ('exec' in track) return openExecProbe({ argv: track.exec, timeoutMs, clock, env });
  if ('tcp' in track) return openTcpProbe({ target: track.tcp, timeoutMs, clock });
  const network = adapter === undefined ? {} : { adapter };
  return openHttpProbe({ url: track.http, timeoutMs, clock, ...network });
}
