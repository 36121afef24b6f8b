import type { EventOrder } from '../../core/vrrp.ts';
import type { Host } from '../../ports/host.ts';
import type { Log } from '../../ports/log.ts';

/**
 * Puts an order in its place. One that is later than now was given by another clock: it counts as given
 * right before it was written down, as the wall clock dates the file, or else before now. Otherwise nothing
 * would count that happens until the clock of this host gets there.
 */
export type PlaceOrder = (order: EventOrder, writtenAtMs?: () => number | undefined) => EventOrder;

/** By how much the clocks of two processes of one host may differ, see the process clock. */
const toleratedTicks = 10;

/** Says once that there are clocks that differ. */
export function placeOrders(
  host: Pick<Host, 'start' | 'ticks' | 'ticksAt'>,
  log: Pick<Log, 'warn'>,
): PlaceOrder {
  let isTold = false;
  /** It is later than this: most orders are older, which spares a look at the clock. */
  let now = host.start.ticks;
  return (order, writtenAtMs) => {
    if (order.ticks <= now) return order;
    now = host.ticks();
    if (order.ticks <= now + toleratedTicks) return order;
    if (!isTold) log.warn({ order: order.ticks, now, hint }, 'an event is dated later than now');
    isTold = true;
    const writtenAt = writtenAtMs?.();
    const told = writtenAt === undefined ? now : host.ticksAt(writtenAt);
    // It happened before it was told, and whoever is started in this tick comes after it.
    return { ...order, ticks: Math.max(0, told - 1) };
  };
}

const hint =
  'Have all that tell floatip of events run where the kernel shows them the same clock: on the host, or in one container';
