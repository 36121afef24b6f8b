import type { Fleet, FleetNode } from '../../core/fleet.ts';
import { ballotOf } from '../../core/host-health.ts';
import type { Ballot } from '../../core/host-health.ts';
import { openHttpProbe } from '../polled/http-probe.ts';
import type { OpenProbe } from '../polled/probe.ts';
import { openTcpProbe } from '../polled/tcp-probe.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { HostCheck } from './host-check.ts';

export interface HostRound {
  /** What this controller says of all hosts at this moment. */
  ballot(): Ballot;
  /** Goes on asking until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
}

type Tools = Pick<TriggerTools, 'clock' | 'random' | 'adapter'>;

/** All hosts of a fleet, asked by this controller. */
export function openHostRound(fleet: Fleet, tools: Tools, onChange: () => void): HostRound {
  const { clock, random } = tools;
  const checks = fleet.nodes.map((node): readonly [string, HostCheck] => {
    const probe = openProbe(node, fleet.timeoutMs, tools);
    const { intervalMs } = fleet;
    return [node.node, new HostCheck({ probe, intervalMs, clock, random, onChange })];
  });
  return {
    ballot: () => ballotOf(new Map(checks.map(([node, { finding }]) => [node, finding]))),
    async run(signal) {
      await Promise.all(checks.map(([, check]) => check.run(signal)));
    },
  };
}

function openProbe({ check }: FleetNode, timeoutMs: number, { clock, adapter }: Tools): OpenProbe {
  if ('tcp' in check) return openTcpProbe({ target: check.tcp, timeoutMs, clock });
  const network = adapter === undefined ? {} : { adapter };
  return openHttpProbe({ url: check.http, timeoutMs, clock, ...network });
}
