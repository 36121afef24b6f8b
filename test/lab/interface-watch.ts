import type { Crew } from './crew.ts';
import { vrrpIp } from './layout.ts';
import { monotonicMs } from './monotonic.ts';
import type { Pulse } from './pulse.ts';

export interface InterfaceWatch {
  /** Whether keepalived has put its address on the host: whether the host is master. */
  hasVrrpIp(): boolean;
  /** When it came or went the last time. Of `monotonicMs`. */
  changedMs(): number | undefined;
}

/** The kernel tells of every address that comes and goes. */
export function watchInterface(crew: Crew, pulse: Pulse, namespace: string): InterfaceWatch {
  let hasVrrpIp = false;
  let changedMs: number | undefined;
  crew.start(['ip', '-oneline', 'monitor', 'address'], {
    namespace,
    onLine(line) {
      if (!line.includes(` ${vrrpIp}/`)) return;
      hasVrrpIp = !line.startsWith('Deleted');
      changedMs = monotonicMs();
      pulse.beat();
    },
  });
  return { hasVrrpIp: () => hasVrrpIp, changedMs: () => changedMs };
}
