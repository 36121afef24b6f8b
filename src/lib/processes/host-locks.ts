import { parseEventOrder } from '../../core/vrrp.ts';
import type { EventOrder } from '../../core/vrrp.ts';
import type { Host } from '../../ports/host.ts';
import { fileNameFor } from '../files/folder.ts';
import type { Folder } from '../files/folder.ts';
import type { PlaceOrder } from '../time/place-orders.ts';

/** A run that is at work on something. Its order is that of the event that it was begun for. */
export interface Worker extends EventOrder {
  /** On whose behalf. */
  readonly reason: string;
}

/**
 * Who is at work on what, of all processes of this host. Entering waits for nobody; whoever enters
 * then looks who else is there, and decides. A process that is gone is no longer there, however it
 * ended: the kernel knows, no time has to pass.
 */
export interface HostLocks {
  /** What runs of this process run in. */
  readonly process: EventOrder;
  /** Says that a run of this process is at work. Throws the system's error where it cannot be written. */
  enter(subject: string, worker: Worker): HostLockEntry;
}

/** A run of another process, or another one of this process. */
export interface Rival extends Worker {
  /** What it runs in: an event may be handed over, and outlive the process that was told of it. */
  readonly process: EventOrder;
}

export interface HostLockEntry {
  /** The others that are there and alive. */
  others(): readonly Rival[];
  leave(): void;
}

export interface HostLocksOptions {
  readonly host: Pick<Host, 'start' | 'isAlive'>;
  readonly place: PlaceOrder;
}

export function openHostLocks(
  folder: Folder,
  { host: { start, isAlive }, place }: HostLocksOptions,
): HostLocks {
  return {
    process: start,
    enter(subject, worker) {
      const entries = folder.folder(fileNameFor(subject));
      const own = nameOf(worker, start);
      entries.mark(own);
      return {
        others: () =>
          entries.names().flatMap((name) => {
            const rival = name === own ? undefined : parseName(name);
            if (rival === undefined) return [];
            if (!isAlive(rival.process)) {
              entries.remove(name);
              return [];
            }
            return [{ ...rival, ...place(rival, () => entries.madeAt(name)) }];
          }),
        leave: () => entries.remove(own),
      };
    },
  };
}

function nameOf({ ticks, pid, reason }: Worker, process: EventOrder): string {
  return `${ticks}-${pid}-${reason}-${process.ticks}-${process.pid}`;
}

function parseName(name: string): Rival | undefined {
  const [, ticks, pid, reason = '', ...begun] = /^(\d+)-(\d+)-(\w+)-(\d+)-(\d+)$/.exec(name) ?? [];
  const order = parseEventOrder(ticks, pid);
  const process = parseEventOrder(begun[0], begun[1]);
  return order && process && { ...order, reason, process };
}
