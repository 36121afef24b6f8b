import type { FifoUse } from '../ports/host.ts';
import { fifoHolders } from './fifo-holders.ts';
import { programKind, programName } from './program.ts';

/**
 * keepalived has its FIFO open both ways, and so has a floatip that reads it. Who has it open to read only, such
 * as keepalived's own FIFO script, reads it.
 */
export function fifoUse(fifo: string): FifoUse {
  const { holders, isPartial } = fifoHolders(fifo);
  const [writers, readers]: [string[], string[]] = [[], []];
  for (const { pid, writes } of holders) {
    const isWriter = writes && programKind(pid) !== 'floatip';
    (isWriter ? writers : readers).push(`${programName(pid)} (process ${pid})`);
  }
  return { writers, readers, isPartial };
}
