import { tickMs, readProcess } from '../lib/processes/process-start.ts';
import { namespaceOf, processIds } from '../lib/processes/processes.ts';
import { kernelTime } from '../lib/time/kernel-time.ts';
import { createProcessClock } from '../lib/time/process-clock.ts';
import type { RunningKeepalived } from '../ports/host.ts';
import { programKind } from './program.ts';
import { speaksVrrp, vrrpSockets } from './vrrp-sockets.ts';

/** The oldest process of a keepalived that serves the network of this one, by its name or by what it speaks. */
export function runningKeepalived(): RunningKeepalived | undefined {
  const ids = processIds();
  const first = ids.find((pid) => programKind(pid) === 'keepalived' && isHere(pid));
  const pid = first ?? speakerAmong(ids);
  const ticks = pid === undefined ? undefined : readProcess(pid)?.ticks;
  if (pid === undefined || ticks === undefined) return undefined;
  const now = createProcessClock(kernelTime())();
  return { pid, forMs: Math.max(0, now - ticks) * tickMs };
}

/** Many hosts in one, as in a laboratory, have a network each. */
function isHere(pid: number): boolean {
  const [theirs, own] = [namespaceOf(pid, 'net'), namespaceOf('self', 'net')];
  return theirs === undefined || theirs === own;
}

function speakerAmong(ids: readonly number[]): number | undefined {
  const sockets = vrrpSockets('self');
  return sockets.size === 0 ? undefined : ids.find((pid) => speaksVrrp(pid, sockets));
}
