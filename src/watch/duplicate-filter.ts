import { compareOrder } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import type { Clock } from '../ports/clock.ts';

/** Tells events from what repeats them: where both a FIFO and hooks tell, each is told twice. */
export interface DuplicateFilter {
  /** Whether this event was told a moment ago, and nothing else has happened in between. */
  isDuplicate(event: VrrpEvent): boolean;
}

const windowMs = 1000;
/** On a busy host a hook tells seconds late, and what it tells of may have ended long before. */
const rememberedMs = 60_000;
/** Of each instance: keepalived and hooks tell far less of it in that time. */
const mostRemembered = 128;

interface Telling {
  readonly event: VrrpEvent;
  readonly at: number;
}

export function createDuplicateFilter(clock: Clock): DuplicateFilter {
  const told = new Map<string, readonly Telling[]>();
  return {
    isDuplicate(event) {
      // It is told with every advert, and counts each time.
      if (event.state === 'MASTER_RX_LOWER_PRI') return false;
      const key = `${event.scope} ${event.name}`;
      const now = clock.now();
      const tellings = (told.get(key) ?? []).filter(({ at }) => now - at < rememberedMs);
      told.set(key, [...tellings.slice(1 - mostRemembered), { event, at: now }]);
      return repeats({ event, at: now }, tellings);
    },
  };
}

/** By the order of events: a hook tells late of what is long over. */
function repeats({ event, at }: Telling, tellings: readonly Telling[]): boolean {
  const others = tellings.filter((one) => one.event.state !== event.state);
  const same = tellings.filter((one) => one.event.state === event.state && at - one.at < windowMs);
  return same.some((one) => !others.some((other) => isBetween(other, one, event)));
}

function isBetween(
  { event: { order } }: Telling,
  { event: one }: Telling,
  other: VrrpEvent,
): boolean {
  return compareOrder(order, one.order) > 0 !== compareOrder(order, other.order) > 0;
}
