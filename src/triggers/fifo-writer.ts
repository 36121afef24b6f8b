import { roleAfter } from '../core/vrrp.ts';
import type { Teller } from '../core/vrrp.ts';
import type { Clock } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import type { ToldEvent } from './keepalived-event.ts';

export interface WriterOptions {
  readonly path: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly host: Pick<Host, 'keepalivedAt' | 'hasEnded' | 'whyUnseen'>;
  readonly log: Pick<Log, 'warn'>;
}

export interface Writer {
  /** Whose events these are, as far as it is known without looking. */
  of(events: readonly ToldEvent[]): Teller | undefined;
  /** Looks for it, where the last one is gone and somebody has written since. */
  look(): void;
}

/** Nobody who has just read that this node is MASTER has the milliseconds that looking takes. */
const quietMs = 30;
/** However much is written. */
const patienceMs = 300;

/** Looks once nothing has been written for a moment. */
export function followWriter({ path, clock, host, log }: WriterOptions): Writer {
  let writer: Teller | undefined;
  let isSought = true;
  let saysMaster = false;
  let lookFrom = -Infinity;
  let lookAt = -Infinity;
  const warn = once(() => {
    const reason = host.whyUnseen(path);
    log.warn({ fifo: path, reason, hint: writerHint }, writerUnknown);
  });
  return {
    of(events) {
      if (writer !== undefined && host.hasEnded(writer)) writer = undefined;
      isSought ||= writer === undefined;
      const now = clock.now();
      if (now >= lookAt) lookAt = now + patienceMs;
      lookFrom = Math.min(now + quietMs, lookAt);
      saysMaster = events.some(({ state }) => roleAfter(state) === 'MASTER');
      return writer;
    },
    look() {
      if (!isSought || clock.now() < lookFrom) return;
      isSought = false;
      writer = host.keepalivedAt(path);
      // One that has said STOP may be gone by now.
      if (writer === undefined && saysMaster) warn();
    },
  };
}

const writerUnknown =
  'cannot see which keepalived writes: if it is killed, what it said last goes on to count';
const writerHint = 'Mend that, or give the addresses a vip';

function once(callback: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) callback();
    isDone = true;
  };
}
