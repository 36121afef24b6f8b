import type { Crew } from './crew.ts';
import type { Pulse } from './pulse.ts';
import { monotonicOf } from './wall-clock.ts';

export interface InterfaceWatch {
  /** Whether keepalived has put an address on the host: whether the host is master of its instance. */
  has(ip: string): boolean;
  /** When it came or went the last time. Of `monotonicMs`. */
  changedMs(ip: string): number | undefined;
  /** How often it has come so far. */
  timesCome(ip: string): number;
}

/** The kernel tells of every address that comes and goes. */
export function watchInterface(crew: Crew, pulse: Pulse, namespace: string): InterfaceWatch {
  const present = new Set<string>();
  const changed = new Map<string, number>();
  const come = new Map<string, number>();
  const timesCome = (ip: string): number => come.get(ip) ?? 0;
  // It notes the time when it gets to run: at once, however busy the machine is.
  crew.start(['nice', '-n', '-20', 'ip', '-oneline', '-tshort', 'monitor', 'address'], {
    namespace,
    // It tells the time of its own time zone, and does not say which.
    env: { TZ: 'UTC' },
    onLine(line) {
      const change = readChange(line);
      if (change === undefined) return;
      const { ip, isGone, atMs } = change;
      if (!isGone && !present.has(ip)) come.set(ip, timesCome(ip) + 1);
      if (isGone) present.delete(ip);
      else present.add(ip);
      changed.set(ip, monotonicOf(atMs));
      pulse.beat();
    },
  });
  return { has: (ip) => present.has(ip), changedMs: (ip) => changed.get(ip), timesCome };
}

export interface AddressChange {
  readonly ip: string;
  readonly isGone: boolean;
  /**
   * When `ip` heard of it, milliseconds since 1970. The lab reads the line later: it has a cloud to
   * run, and processes to look at.
   */
  readonly atMs: number;
}

/** A line of `ip -oneline -tshort monitor address`; nothing where it is about something else. */
export function readChange(line: string): AddressChange | undefined {
  const [, second, fraction, gone, ip] =
    /^\[(\S+)(\.\d+)\] (Deleted )?.* inet ([\d.]+)\//.exec(line) ?? [];
  if (second === undefined || ip === undefined) return undefined;
  const atMs = Date.parse(`${second}Z`) + Number(fraction) * 1000;
  return { ip, isGone: gone !== undefined, atMs };
}
