import { compareOrder, eventStates, isCount, parseEventOrder } from '../core/vrrp.ts';
import type { EventOrder, PastEvent, Teller, VrrpEvent } from '../core/vrrp.ts';
import { fileNameFor, textOfFileName } from '../lib/files/folder.ts';
import type { Folder } from '../lib/files/folder.ts';
import type { PlaceOrder } from '../lib/time/place-orders.ts';

/**
 * The events of this boot, of all processes of this host. Each event is an empty file whose name
 * says it all, so that recording one waits for nobody and reading them needs no lock.
 */
export interface EventStore {
  /** Throws the system's error where it cannot be written. */
  record(event: VrrpEvent): void;
  /** The latest events of an instance or group, in no order. */
  events(name: string): readonly PastEvent[];
  /** The instances and groups that something was said of. */
  names(): readonly string[];
}

/** How many events of each sort are kept: the newest decides, the others help to understand. */
const kept = 8;

/** More instances than any keepalived has, and few enough to look through. */
const maxInstances = 1000;

/** `folder` is one of this boot. */
export function openEventStore(folder: Folder, place: PlaceOrder): EventStore {
  const folderOf = (name: string): Folder =>
    folder.folder(fileNameFor(name), { atMost: maxInstances });
  return {
    events: (name) => eventsIn(folderOf(name), place),
    names: () =>
      folder
        .folders()
        .map(textOfFileName)
        .filter((name) => eventsIn(folderOf(name), place).length > 0),
    record(event) {
      const ofName = folderOf(event.name);
      ofName.mark(fileName(event));
      for (const old of outdated(eventsIn(ofName, place))) ofName.remove(fileName(old));
    },
  };
}

function eventsIn(folder: Folder, place: PlaceOrder): readonly PastEvent[] {
  return folder.names().flatMap((name) => {
    const event = parseName(name);
    // Of two spellings of one order, one could never be removed.
    if (event === undefined || fileName(event) !== name) return [];
    const order = place(event.order, () => folder.madeAt(name));
    return [order === event.order ? event : moved(event, order, folder)];
  });
}

/** Keeps an event in the place that it was put in: its order will not be later than now for ever. */
function moved(event: PastEvent, order: EventOrder, folder: Folder): PastEvent {
  const placed = { ...event, order };
  try {
    folder.mark(fileName(placed));
    folder.remove(fileName(event));
  } catch {
    // Where nothing can be written, it is put there each time.
  }
  return placed;
}

function fileName({ state, order, teller }: PastEvent): string {
  const by = teller === undefined ? [] : [teller.ticks, teller.pid, teller.namespace];
  return [order.ticks, order.pid, state, ...by].join('-');
}

const pattern = /^(\d+)-(\d+)-([A-Z_]+)(?:-(\d+)-(\d+)-(\d+))?$/;

function parseName(name: string): PastEvent | undefined {
  const [, ticks, pid, text, ...by] = pattern.exec(name) ?? [];
  const state = eventStates.find((known) => known === text);
  const order = parseEventOrder(ticks, pid);
  if (state === undefined || order === undefined) return undefined;
  const teller = parseTeller(by);
  return teller === undefined ? { state, order } : { state, order, teller };
}

function parseTeller([ticks, pid, namespace]: readonly (string | undefined)[]): Teller | undefined {
  const order = parseEventOrder(ticks, pid);
  return order && isCount(Number(namespace))
    ? { ...order, namespace: Number(namespace) }
    : undefined;
}

/** Of each sort the latest few are kept: a flood of one must not hide another. */
function outdated(events: readonly PastEvent[]): readonly PastEvent[] {
  const latestFirst = events.toSorted((left, right) => compareOrder(right.order, left.order));
  const assertions = latestFirst.filter(({ state }) => state === 'MASTER_RX_LOWER_PRI');
  const changes = latestFirst.filter(({ state }) => state !== 'MASTER_RX_LOWER_PRI');
  return [...assertions.slice(kept), ...changes.slice(kept)];
}
