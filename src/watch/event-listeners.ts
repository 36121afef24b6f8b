import type { Io } from '../app/io.ts';
import { runtimeFolder } from '../config/folders.ts';
import { toldBy } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import type { Warning } from '../core/warning.ts';
import { repeatSparingly } from '../lib/time/repeat.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Log } from '../ports/log.ts';
import type { FifoOptions } from '../triggers/fifo.ts';
import { openGuardedFifo } from '../triggers/guarded-fifo.ts';
import type { GuardedFifo } from '../triggers/guarded-fifo.ts';
import { handOver, socketIn } from '../triggers/hand-over.ts';
import { listenForHooks } from './listen-for-hooks.ts';
import type { ReloadableWatcher } from './reloadable-watcher.ts';

export interface EventListenersOptions {
  /** keepalived's notify FIFO. */
  readonly fifo: string | undefined;
  readonly io: Io;
  readonly log: Log;
}

/** Every way in which this host can tell a watcher that something has changed. */
export interface EventListeners {
  /** What it does without, because of the folder that it shares with hooks. */
  readonly lacks: readonly string[];
  /** What is wrong with the FIFO. */
  warnings(): readonly Warning[];
  /** Listens for this watcher. What hooks have handed over since the listeners were opened comes first. */
  deliverTo(reloadable: ReloadableWatcher): void;
  /**
   * Lets another watcher, or hooks, listen from now on, and hears out keepalived. What it says goes
   * to the other one, if there is one.
   */
  handOff(): Promise<void>;
  close(): void;
}

/** Throws `config` where another watcher listens. */
export async function openEventListeners(options: EventListenersOptions): Promise<EventListeners> {
  const { fifo: path, io, log } = options;
  const { clock, host, env } = io;
  const folder = runtimeFolder(env);
  const early: VrrpEvent[] = [];
  let hear = (event: VrrpEvent): void => void early.push(event);
  const { receiver, lacks } = await listenForHooks(folder, clock, (event) => hear(event));
  const onEvents: FifoOptions['onEvents'] = (events, { writer, agoMs }) => {
    for (const event of events) hear(toldBy(writer, { ...event, order: host.orderNow(agoMs) }));
  };
  let fifo: GuardedFifo | undefined;
  let stopLooking: (() => void) | undefined;
  return {
    warnings: () => fifo?.warnings() ?? [],
    lacks,
    deliverTo(reloadable) {
      // Its watcher is another one after each reload.
      hear = (event) => reloadable.watcher.hear(event);
      for (const event of early.splice(0)) hear(event);
      if (path !== undefined) fifo = openGuardedFifo({ path, clock, host, log, onEvents });
      stopLooking = repeatSparingly(clock, looks, () => lookFor(reloadable));
    },
    async handOff() {
      receiver?.close();
      if (fifo === undefined) return;
      fifo.stay();
      const keep = hear;
      const passedOn: Promise<void>[] = [];
      hear = (event) => void passedOn.push(passOn(event, folder, keep));
      await sleep(clock, lastWordsMs, new AbortController().signal);
      await Promise.all(passedOn);
    },
    close() {
      stopLooking?.();
      fifo?.close();
      receiver?.close();
    },
  };
}

/** What nobody tells: an IP that has come to an interface, and what hooks were told that could not run. */
function lookFor({ watcher }: ReloadableWatcher): void {
  watcher.lookAtInterfaces();
  watcher.hearUnheard();
}

/** At the interfaces, for half a percent of a processor: with a thousand IPs a look takes milliseconds. */
const looks = { leastMs: 100, mostMs: 1000, factor: 200 };
/** keepalived ends its FIFO script before it writes the last STOP. */
const lastWordsMs = 300;

/** After a reload of keepalived both may read the same FIFO. */
async function passOn(
  event: VrrpEvent,
  folder: string | undefined,
  keep: (event: VrrpEvent) => void,
): Promise<void> {
  const sockets = folder === undefined ? [] : [socketIn(folder)];
  if (!(await handOver(sockets, event))) keep(event);
}
