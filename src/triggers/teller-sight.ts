import { seesAll } from '../lib/processes/foreign-process.ts';
import type { ForeignProcesses } from '../lib/processes/foreign-process.ts';
import { readProcess } from '../lib/processes/process-start.ts';
import type { Host } from '../ports/host.ts';
import { fifoHolders } from './fifo-holders.ts';
import { fifoUse } from './fifo-use.ts';
import { runningKeepalived } from './running-keepalived.ts';

type Sight = Pick<Host, 'whyUnseen' | 'whyOutOfSight' | 'areTwo' | 'runningKeepalived' | 'fifoUse'>;

/** What is to be seen of those who tell events, and why it is not. */
export function createTellerSight(processes: ForeignProcesses): Sight {
  return {
    runningKeepalived,
    fifoUse,
    whyUnseen: (fifo) => (fifo === undefined ? whyNobodyAbove() : whyNobodyAt(fifo)),
    whyOutOfSight(keepalived) {
      if (processes.isInSight(keepalived)) return undefined;
      return isProcHiding() ? hidden : elsewhere;
    },
    areTwo(one, other) {
      const [left, right] = [processes.idHere(one), processes.idHere(other)];
      if (left === undefined || right === undefined || left === right) return false;
      return !areRelated(left, right);
    },
  };
}

const hidden = '/proc is mounted with hidepid, which hides the processes of others from this user';
const elsewhere =
  'it runs in another pid namespace, as of a container, which cannot be seen from the one that floatip runs in';
const noRight =
  'floatip may not see which files others have open: that takes CAP_SYS_PTRACE, as hooks/floatip.service gives it';
const nobody = 'no program but a shell has the FIFO open for writing';

/** Somebody who starts it by hand is no keepalived either. */
function whyNobodyAbove(): string | undefined {
  const parent = readProcess('self')?.parent ?? 0;
  return parent > 0 && readProcess(parent) === undefined ? hidden : undefined;
}

function whyNobodyAt(fifo: string): string {
  if (isProcHiding()) return hidden;
  const { isPartial, holders } = fifoHolders(fifo);
  if (isPartial) return noRight;
  return holders.length > 0 || seesAll() ? nobody : elsewhere;
}

/** The first process is there for everybody to see. */
function isProcHiding(): boolean {
  return readProcess(1) === undefined;
}

/** keepalived is several processes: one watches over the others, and each of them may have a FIFO open. */
function areRelated(left: number, right: number): boolean {
  const [parent, otherParent] = [readProcess(left)?.parent, readProcess(right)?.parent];
  return parent === right || otherParent === left || (parent === otherParent && parent !== 1);
}
