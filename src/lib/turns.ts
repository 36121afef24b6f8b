import type { Order } from '../core/vrrp.ts';
import type { Host } from '../ports/host.ts';
import { fileNameFor, openFolder } from './folder.ts';

/** A run that is at work on something. Its order is that of the event that it was begun for. */
export interface Worker extends Order {
  /** On whose behalf. */
  readonly reason: string;
}

/**
 * Who is at work on what, of all processes of this host. Entering waits for nobody; whoever enters
 * then looks who else is there, and decides. A process that is gone is no longer there, however it
 * ended: the kernel knows, no time has to pass.
 */
export interface Turns {
  /** Says that a run of this process is at work. Throws the system's error where it cannot be written. */
  enter(subject: string, worker: Worker): Turn;
}

export interface Turn {
  /** The others that are there and alive. */
  others(): readonly Worker[];
  leave(): void;
}

export function openTurns(
  path: string,
  { start, isAlive }: Pick<Host, 'start' | 'isAlive'>,
): Turns {
  return {
    enter(subject, worker) {
      const folder = openFolder(`${path}/${fileNameFor(subject)}`);
      const own = nameOf(worker, start);
      folder.mark(own);
      return {
        others() {
          const others = folder.names().filter((name) => name !== own);
          const entries = others.flatMap(parseName);
          for (const { name, process } of entries) if (!isAlive(process)) folder.remove(name);
          return entries.filter(({ process }) => isAlive(process)).map(({ worker: one }) => one);
        },
        leave: () => folder.remove(own),
      };
    },
  };
}

interface Entry {
  readonly name: string;
  readonly worker: Worker;
  /** The process that the run is part of, and when it was started. */
  readonly process: Order;
}

function nameOf({ ticks, pid, reason }: Worker, process: Order): string {
  return `${ticks}-${pid}-${reason}-${process.ticks}-${process.pid}`;
}

function parseName(name: string): Entry[] {
  const found = /^(\d+)-(\d+)-(\w+)-(\d+)-(\d+)$/.exec(name);
  if (found === null) return [];
  const [, ticks, pid, reason = '', startTicks, processId] = found;
  return [
    {
      name,
      worker: { ticks: Number(ticks), pid: Number(pid), reason },
      process: { ticks: Number(startTicks), pid: Number(processId) },
    },
  ];
}
