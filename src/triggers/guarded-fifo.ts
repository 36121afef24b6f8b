import type { Warning } from '../core/warning.ts';
import type { Log } from '../ports/log.ts';
import { guardFifo } from './fifo-guard.ts';
import type { FifoGuardOptions } from './fifo-guard.ts';
import { followFifo } from './fifo.ts';
import type { Fifo, FifoOptions } from './fifo.ts';

export interface GuardedFifo extends Pick<Fifo, 'stay' | 'close'> {
  /** What is wrong with it, and why. */
  warnings(): readonly Warning[];
}

type Options = Omit<FifoOptions & FifoGuardOptions, 'trouble' | 'onOpen'> & { readonly log: Log };

/** Reads keepalived's FIFO, and sees to it that what keepalived writes is what is read. */
export function openGuardedFifo(options: Options): GuardedFifo {
  const { path, log } = options;
  const onOpen = (): void => log.info({ fifo: path }, 'reads the FIFO');
  const fifo = followFifo({ ...options, onOpen });
  const guard = guardFifo({ ...options, trouble: fifo.trouble });
  return {
    warnings: guard.warnings,
    stay() {
      guard.close();
      fifo.stay();
    },
    close() {
      guard.close();
      fifo.close();
    },
  };
}
