import { compareOrder } from '../core/vrrp.ts';
import type { EventOrder } from '../core/vrrp.ts';

/** What a takeover is made for: being MASTER, which may be told more than once. */
export interface ToldClaim {
  /** When that was told last. */
  latest(): EventOrder;
  /** It is told once more; what was told later already stays. */
  renew(order: EventOrder): void;
  /** Calls back with each later telling, until the function that it returns is called. */
  watch(onRenewal: (order: EventOrder) => void): () => void;
}

export function createToldClaim(order: EventOrder): ToldClaim {
  const listeners = new Set<(order: EventOrder) => void>();
  let last = order;
  return {
    latest: () => last,
    renew(again) {
      if (compareOrder(again, last) <= 0) return;
      last = again;
      for (const listener of listeners) listener(again);
    },
    watch(onRenewal) {
      listeners.add(onRenewal);
      return () => void listeners.delete(onRenewal);
    },
  };
}
