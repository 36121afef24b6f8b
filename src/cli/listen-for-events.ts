import type { Duty } from '../app/watch/duty.ts';
import { runtimeFolder } from '../config/folders.ts';
import { toldBy } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { repeat } from '../lib/repeat.ts';
import { sleep } from '../lib/sleep.ts';
import type { Log } from '../ports/log.ts';
import { followFifo } from '../sources/fifo.ts';
import type { FifoOptions } from '../sources/fifo.ts';
import { handOver, receiveEvents, socketIn } from '../sources/hand-over.ts';
import type { Io } from './io.ts';

export interface EarsOptions {
  /** keepalived's notify FIFO. */
  readonly fifo: string | undefined;
  readonly io: Io;
  readonly log: Log;
  readonly duty: Duty;
}

/** Every way in which this host can tell a watcher that something has changed. */
export interface Ears {
  /**
   * Lets another watcher, or hooks, listen from now on, and hears out keepalived. What it says goes
   * to the other one, if there is one.
   */
  giveWay(): Promise<void>;
  close(): void;
}

/** Throws `config` where another watcher listens. */
export async function listenForEvents({ fifo: path, io, log, duty }: EarsOptions): Promise<Ears> {
  const { clock, host, env } = io;
  const socket = socketIn(runtimeFolder(env));
  const receiver = await receiveEvents(socket, clock, (event) => duty.watcher.hear(event));
  let hear = (event: VrrpEvent): void => duty.watcher.hear(event);
  const onEvents: FifoOptions['onEvents'] = (events, { writer, agoMs }) => {
    for (const event of events) hear(toldBy(writer, { ...event, order: host.orderNow(agoMs) }));
  };
  const fifo = path === undefined ? undefined : followFifo({ path, clock, host, log, onEvents });
  const stopLooking = repeat(clock, interfacesEveryMs, () => duty.watcher.lookAtInterfaces());
  return {
    async giveWay() {
      receiver.close();
      if (fifo === undefined) return;
      fifo.stay();
      const passedOn: Promise<void>[] = [];
      hear = (event) => {
        passedOn.push(passOn(event, socket, duty));
      };
      await sleep(clock, lastWordsMs, new AbortController().signal);
      await Promise.all(passedOn);
    },
    close() {
      stopLooking();
      fifo?.close();
      receiver.close();
    },
  };
}

const interfacesEveryMs = 100;
/** keepalived ends its FIFO script before it writes the last STOP. */
const lastWordsMs = 300;

/** After a reload of keepalived both may read the same FIFO. */
async function passOn(event: VrrpEvent, socket: string, { watcher }: Duty): Promise<void> {
  if (!(await handOver([socket], event))) watcher.hear(event);
}
