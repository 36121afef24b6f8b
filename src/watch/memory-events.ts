import { compareOrder } from '../core/vrrp.ts';
import type { EventState, VrrpEvent } from '../core/vrrp.ts';
import type { EventStore } from '../triggers/event-store.ts';

/** Events that could not be recorded, on a full disk for example: for this process they count. */
export interface MemoryEvents {
  add(event: VrrpEvent): void;
  /** A store, and these beside what it holds. */
  beside(store: EventStore): EventStore;
}

export function createMemoryEvents(): MemoryEvents {
  /** Of each instance or group, the latest of each sort. */
  const events = new Map<string, Map<EventState, VrrpEvent>>();
  return {
    add(event) {
      const ofName = events.get(event.name) ?? new Map<EventState, VrrpEvent>();
      events.set(event.name, ofName);
      const known = ofName.get(event.state);
      // A hook may tell late.
      if (known !== undefined && compareOrder(known.order, event.order) > 0) return;
      ofName.set(event.state, event);
    },
    beside: (store) => ({
      ...store,
      events: (name) => [...store.events(name), ...(events.get(name)?.values() ?? [])],
      names: () => [...new Set([...store.names(), ...events.keys()])],
    }),
  };
}
