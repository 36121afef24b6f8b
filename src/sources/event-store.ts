import { compareOrder, eventStates } from '../core/vrrp.ts';
import type { PastEvent, Teller, VrrpEvent } from '../core/vrrp.ts';
import { fileNameFor, openFolder } from '../lib/folder.ts';
import type { Folder } from '../lib/folder.ts';

/**
 * The events of this boot, of all processes of this host. Each event is an empty file whose name
 * says it all, so that recording one waits for nobody and reading them needs no lock.
 */
export interface EventStore {
  /** Throws the system's error where it cannot be written. */
  record(event: VrrpEvent): void;
  /** The latest events of an instance or group, in no order. */
  events(name: string): readonly PastEvent[];
}

/** How many events of each sort are kept: the newest decides, the others help to understand. */
const kept = 8;

/** `path` is a folder of this boot. */
export function openEventStore(path: string): EventStore {
  const folderOf = (name: string): Folder => openFolder(`${path}/${fileNameFor(name)}`);
  const events = (name: string): PastEvent[] => folderOf(name).names().flatMap(parseName);
  return {
    events,
    record(event) {
      const folder = folderOf(event.name);
      folder.mark(fileName(event));
      for (const old of outdated(events(event.name))) folder.remove(fileName(old));
    },
  };
}

function fileName({ state, order, teller }: PastEvent): string {
  const by = teller === undefined ? [] : [teller.ticks, teller.pid, teller.namespace];
  return [order.ticks, order.pid, state, ...by].join('-');
}

const pattern = /^(\d+)-(\d+)-([A-Z_]+)(?:-(\d+)-(\d+)-(\d+))?$/;

function parseName(name: string): PastEvent[] {
  const [, ticks, pid, text, ...by] = pattern.exec(name) ?? [];
  const state = eventStates.find((known) => known === text);
  if (state === undefined) return [];
  const order = { ticks: Number(ticks), pid: Number(pid) };
  const teller = parseTeller(by);
  return [teller === undefined ? { state, order } : { state, order, teller }];
}

function parseTeller([ticks, pid, namespace]: readonly (string | undefined)[]): Teller | undefined {
  if (namespace === undefined) return undefined;
  return { ticks: Number(ticks), pid: Number(pid), namespace: Number(namespace) };
}

/** Of each sort the latest few are kept: a flood of one must not hide another. */
function outdated(events: readonly PastEvent[]): PastEvent[] {
  const latestFirst = events.toSorted((left, right) => compareOrder(right.order, left.order));
  const assertions = latestFirst.filter(({ state }) => state === 'MASTER_RX_LOWER_PRI');
  const changes = latestFirst.filter(({ state }) => state !== 'MASTER_RX_LOWER_PRI');
  return [...assertions.slice(kept), ...changes.slice(kept)];
}
