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
  /** What runs of this process run in. */
  readonly process: Order;
  /** Says that a run of this process is at work. Throws the system's error where it cannot be written. */
  enter(subject: string, worker: Worker): Turn;
}

/** A run of another process, or another one of this process. */
export interface Rival extends Worker {
  /** What it runs in: an event may be handed over, and outlive the process that was told of it. */
  readonly process: Order;
}

export interface Turn {
  /** The others that are there and alive. */
  others(): readonly Rival[];
  leave(): void;
}

export function openTurns(
  path: string,
  { start, isAlive }: Pick<Host, 'start' | 'isAlive'>,
): Turns {
  return {
    process: start,
    enter(subject, worker) {
      const folder = openFolder(`${path}/${fileNameFor(subject)}`);
      const own = nameOf(worker, start);
      folder.mark(own);
      return {
        others() {
          const others = folder.names().filter((name) => name !== own);
          const entries = others.flatMap(parseName);
          for (const { name, rival } of entries) if (!isAlive(rival.process)) folder.remove(name);
          return entries.map(({ rival }) => rival).filter(({ process }) => isAlive(process));
        },
        leave: () => folder.remove(own),
      };
    },
  };
}

interface Entry {
  readonly name: string;
  readonly rival: Rival;
}

function nameOf({ ticks, pid, reason }: Worker, process: Order): string {
  return `${ticks}-${pid}-${reason}-${process.ticks}-${process.pid}`;
}

function parseName(name: string): Entry[] {
  const found = /^(\d+)-(\d+)-(\w+)-(\d+)-(\d+)$/.exec(name);
  if (found === null) return [];
  const [, ticks, pid, reason = '', startTicks, processId] = found;
  const process = { ticks: Number(startTicks), pid: Number(processId) };
  return [{ name, rival: { ticks: Number(ticks), pid: Number(pid), reason, process } }];
}
