import type { Crew } from './crew.ts';
import { monotonicMs } from './monotonic.ts';
import type { Pulse } from './pulse.ts';

export interface InterfaceWatch {
  /** Whether keepalived has put an address on the host: whether the host is master of its instance. */
  has(ip: string): boolean;
  /** When it came or went the last time. Of `monotonicMs`. */
  changedMs(ip: string): number | undefined;
}

/** The kernel tells of every address that comes and goes. */
export function watchInterface(crew: Crew, pulse: Pulse, namespace: string): InterfaceWatch {
  const present = new Set<string>();
  const changed = new Map<string, number>();
  crew.start(['ip', '-oneline', 'monitor', 'address'], {
    namespace,
    onLine(line) {
      const [, ip] = / inet ([\d.]+)\//.exec(line) ?? [];
      if (ip === undefined) return;
      if (line.startsWith('Deleted')) present.delete(ip);
      else present.add(ip);
      changed.set(ip, monotonicMs());
      pulse.beat();
    },
  });
  return { has: (ip) => present.has(ip), changedMs: (ip) => changed.get(ip) };
}
