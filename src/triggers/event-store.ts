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
  const parse = rememberEvents();
  const eventsIn = (ofName: Folder): readonly PastEvent[] => placed(ofName, { parse, place });
  const folderOf = (name: string): Folder =>
    folder.folder(fileNameFor(name), { atMost: maxInstances });
  return {
    events: (name) => eventsIn(folderOf(name)),
    names: () =>
      folder
        .folders()
        .map(textOfFileName)
        .filter((name) => eventsIn(folderOf(name)).length > 0),
    record(event) {
      const ofName = folderOf(event.name);
      ofName.mark(fileName(event));
      for (const old of outdated(eventsIn(ofName))) ofName.remove(fileName(old));
    },
  };
}

type ParseName = (name: string) => PastEvent | undefined;

/** Far more than are kept of one instance. */
const mostRemembered = 1000;

/** The same few names are read again right before each write. */
function rememberEvents(): ParseName {
  const known = new Map<string, PastEvent | undefined>();
  return (name) => {
    if (known.has(name)) return known.get(name);
    const event = parseName(name);
    if (known.size >= mostRemembered) known.clear();
    known.set(name, event);
    return event;
  };
}

interface Reading {
  readonly parse: ParseName;
  readonly place: PlaceOrder;
}

function placed(folder: Folder, { parse, place }: Reading): readonly PastEvent[] {
  return folder.names().flatMap((name) => {
    const event = parse(name);
    if (event === undefined) return [];
    const order = place(event.order, () => folder.madeAt(name));
    return [order === event.order ? event : moved(event, order, folder)];
  });
}

/** Keeps an event in the place that it was put in: its order will not be later than now for ever. */
function moved(event: PastEvent, order: EventOrder, folder: Folder): PastEvent {
  const there = { ...event, order };
  try {
    folder.mark(fileName(there));
    folder.remove(fileName(event));
  } catch {
    // Where nothing can be written, it is put there each time.
  }
  return there;
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
  const event = teller === undefined ? { state, order } : { state, order, teller };
  // Of two spellings of one order, one could never be removed.
  return fileName(event) === name ? event : undefined;
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
