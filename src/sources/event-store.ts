import { compareOrder, eventStates } from '../core/vrrp.ts';
import type { EventState, Order, VrrpEvent } from '../core/vrrp.ts';
import { fileNameFor, openFolder } from '../lib/folder.ts';
import type { Folder } from '../lib/folder.ts';

/** What is known of an event that was told earlier, perhaps by another process. */
export interface StoredEvent {
  readonly state: EventState;
  readonly order: Order;
}

/**
 * The events of this boot, of all processes of this host. Each event is an empty file whose name
 * says it all, so that recording one waits for nobody and reading them needs no lock.
 */
export interface EventStore {
  /** Throws the system's error where it cannot be written. */
  record(event: VrrpEvent): void;
  /** The latest events of an instance or group, in no order. */
  events(name: string): readonly StoredEvent[];
}

/** How many events of each sort are kept: the newest decides, the others help to understand. */
const kept = 8;

/** `path` is a folder of this boot. */
export function openEventStore(path: string): EventStore {
  const folderOf = (name: string): Folder => openFolder(`${path}/${fileNameFor(name)}`);
  const events = (name: string): StoredEvent[] => folderOf(name).names().flatMap(parseName);
  return {
    events,
    record(event) {
      const folder = folderOf(event.name);
      folder.mark(fileName(event));
      for (const old of outdated(events(event.name))) folder.remove(fileName(old));
    },
  };
}

function fileName({ state, order }: StoredEvent): string {
  return `${order.ticks}-${order.pid}-${state}`;
}

function parseName(name: string): StoredEvent[] {
  const [, ticks, pid, text] = /^(\d+)-(\d+)-([A-Z_]+)$/.exec(name) ?? [];
  const state = eventStates.find((known) => known === text);
  if (state === undefined) return [];
  return [{ state, order: { ticks: Number(ticks), pid: Number(pid) } }];
}

/** Of each sort the latest few are kept: a flood of one must not hide another. */
function outdated(events: readonly StoredEvent[]): StoredEvent[] {
  const latestFirst = events.toSorted((left, right) => compareOrder(right.order, left.order));
  const assertions = latestFirst.filter(({ state }) => state === 'MASTER_RX_LOWER_PRI');
  const changes = latestFirst.filter(({ state }) => state !== 'MASTER_RX_LOWER_PRI');
  return [...assertions.slice(kept), ...changes.slice(kept)];
}
