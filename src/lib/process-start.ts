import { readFileSync } from 'node:fs';

import type { Order } from '../core/vrrp.ts';

/** This process. `exec` changes neither its id nor when it was started. */
export function ownStart(): Order {
  return { pid: process.pid, ticks: startTicks('self') ?? 0 };
}

/** Whether this very process, and not just one with the same id, is still there. */
export function isAlive({ pid, ticks }: Order): boolean {
  return startTicks(String(pid)) === ticks;
}

/** Makes orders for what one process hears of, each after the one before. */
export function createOrders(pid: number): () => Order {
  let last = 0;
  return () => {
    last = Math.max(last + 1, ticksSinceBoot());
    return { ticks: last, pid };
  };
}

/** Of Linux, for everybody outside the kernel. */
const ticksPerSecond = 100;

function ticksSinceBoot(): number {
  try {
    const [seconds] = readFileSync('/proc/uptime', 'latin1').split(' ');
    return Math.round(Number(seconds) * ticksPerSecond);
  } catch {
    return 0;
  }
}

function startTicks(process: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'latin1');
    // The second field is the program's name in brackets, and may hold blanks and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    const isDead = state === 'Z' || state === 'X';
    return isDead ? undefined : Number(fields[19]);
  } catch {
    return undefined;
  }
}
