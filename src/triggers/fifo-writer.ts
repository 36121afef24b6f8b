import { roleAfter } from '../core/vrrp.ts';
import type { Teller } from '../core/vrrp.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import type { ToldEvent } from './keepalived-event.ts';

export interface WriterOptions {
  readonly path: string;
  readonly host: Pick<Host, 'keepalivedAt' | 'hasEnded' | 'whyUnseen'>;
  readonly log: Pick<Log, 'warn'>;
}

export interface Writer {
  /** Whose events these are, as far as it is known without looking. */
  of(events: readonly ToldEvent[]): Teller | undefined;
  /** Looks for it, where the last one is gone and somebody has written since. */
  look(): void;
}

/** Looking takes milliseconds, which nobody has who has just read that this node is MASTER. */
export function followWriter({ path, host, log }: WriterOptions): Writer {
  let writer: Teller | undefined;
  let isSought = true;
  let saysMaster = false;
  const warn = once(() => {
    const reason = host.whyUnseen(path);
    log.warn({ fifo: path, reason, hint: writerHint }, writerUnknown);
  });
  return {
    of(events) {
      if (writer !== undefined && host.hasEnded(writer)) writer = undefined;
      isSought ||= writer === undefined;
      saysMaster = events.some(({ state }) => roleAfter(state) === 'MASTER');
      return writer;
    },
    look() {
      if (!isSought) return;
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
