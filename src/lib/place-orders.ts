import type { Order } from '../core/vrrp.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';

/**
 * Puts an order in its place. One that is later than now was given by another clock: it counts as given when
 * it was written down, by the wall clock, or else now. Otherwise nothing that happens until the clock of this
 * host gets there would count.
 */
export type PlaceOrder = (order: Order, writtenAtMs?: () => number | undefined) => Order;

/** Clocks of the same kind differ by a tick or two where the host has slept. */
const toleratedTicks = 5;

/** Says once that there are clocks that differ. */
export function placeOrders(
  host: Pick<Host, 'start' | 'ticks' | 'ticksAt'>,
  log: Pick<Log, 'warn'>,
): PlaceOrder {
  let isTold = false;
  return (order, writtenAtMs) => {
    // Most orders are older than this process, which spares a look at the clock.
    if (order.ticks <= host.start.ticks) return order;
    const now = host.ticks();
    if (order.ticks <= now + toleratedTicks) return order;
    if (!isTold) log.warn({ order: order.ticks, now, hint }, 'an event is dated later than now');
    isTold = true;
    const writtenAt = writtenAtMs?.();
    return { ...order, ticks: writtenAt === undefined ? now : host.ticksAt(writtenAt) };
  };
}

const hint =
  'Have all that tell floatip of events run where the kernel shows them the same clock: on the host, or in one container';
