import type { EventOrder } from '../../core/vrrp.ts';
import { tickMs } from '../processes/process-start.ts';

/**
 * Makes orders for what one process hears of: each after the one before, unless it happened some
 * milliseconds ago. Within a tick they count up as the kernel counts processes that it starts.
 */
export function createOrders(pid: number, ticks: () => number): (agoMs?: number) => EventOrder {
  let last: EventOrder = { ticks: -1, pid };
  return (agoMs = 0) => {
    const now = ticks();
    // Nothing was said before the boot: the clock that dates files may have been set since.
    if (agoMs > 0) return { ticks: Math.max(0, now - Math.ceil(agoMs / tickMs)), pid };
    last = now > last.ticks ? { ticks: now, pid } : { ticks: last.ticks, pid: last.pid + 1 };
    return last;
  };
}
