import { keyOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { giveWay, isContest, isContested, isMoment, lose } from '../core/contest.ts';
import type { Contest } from '../core/contest.ts';
import { isCount } from '../core/vrrp.ts';
import type { EventOrder } from '../core/vrrp.ts';
import type { Folder } from '../lib/files/folder.ts';
import { isRecord, parseJson } from '../lib/json.ts';
import type { PlaceOrder } from '../lib/time/place-orders.ts';

/** What this host remembers of addresses that change hands while it is MASTER. */
export interface ContestStore {
  /** Notes that the address was read back as ours, by a run that began at `order`. */
  noteHeld(address: Address, order: EventOrder): void;
  /** The run that last read the address back as ours, if it has not been lost since. */
  heldBy(address: Address): EventOrder | undefined;
  /** Notes that the address was taken away, and returns when it may be taken back. */
  noteLost(address: Address, moment: Moment): Contest;
  /** Notes that whoever took the address gives way: keepalived has told it to. */
  noteGivingWay(address: Address, nowMs: number): void;
  /** The latest loss that has not been made good yet, and the run that had held the address. */
  loss(address: Address): Loss | undefined;
  /** Notes that it is not for this node to hold: whoever takes it now takes nothing away. */
  noteNotOurs(address: Address): void;
  isContested(address: Address, nowMs: number): boolean;
}

/** A loss, and what it took the address from. */
export interface Loss {
  readonly contest: Contest;
  readonly lostBy: EventOrder;
}

export interface Moment {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** For the jitter. */
  readonly random: number;
}

/** `folder` is one of this boot. Where it cannot be written, this process remembers by itself. */
export function openContestStore(folder: Folder, place: PlaceOrder): ContestStore {
  const { read, write } = openMemories(folder, place);
  return {
    noteHeld(address, held) {
      const { contest } = read(address);
      write(address, contest === undefined ? { held } : { held, contest });
    },
    heldBy: (address) => read(address).held,
    noteLost(address, moment) {
      const { held: lostBy, contest: previous, givenWayAtMs } = read(address);
      const loss = lose(previous, moment);
      const contest = isWithin(latelyMs, givenWayAtMs, moment.nowMs)
        ? giveWay(loss, moment.nowMs)
        : loss;
      write(address, lostBy === undefined ? { contest } : { contest, lostBy });
      return contest;
    },
    noteGivingWay(address, nowMs) {
      const { contest, givenWayAtMs, ...memory } = read(address);
      const isWaiting = contest !== undefined && contest.notBeforeMs > nowMs;
      // Told with every advert.
      if (!isWaiting && isWithin(againMs, givenWayAtMs, nowMs)) return;
      const given = contest === undefined ? {} : { contest: giveWay(contest, nowMs) };
      write(address, { ...memory, ...given, givenWayAtMs: nowMs });
    },
    loss(address) {
      const { contest, lostBy } = read(address);
      return contest === undefined || lostBy === undefined ? undefined : { contest, lostBy };
    },
    noteNotOurs(address) {
      const { held, lostBy, contest } = read(address);
      if (held === undefined && lostBy === undefined) return;
      write(address, contest === undefined ? {} : { contest });
    },
    isContested: (address, nowMs) => isContested(read(address).contest, nowMs),
  };
}

interface Memories {
  read(address: Address): Memory;
  write(address: Address, memory: Memory): void;
}

function openMemories(folder: Folder, place: PlaceOrder): Memories {
  /** What could not be written, on a full disk for example: for this process it counts. */
  const unwritten = new Map<string, Memory>();
  return {
    read(address) {
      const key = keyOf(address);
      return unwritten.get(key) ?? parse(folder.read(key), place);
    },
    write(address, memory) {
      const key = keyOf(address);
      try {
        folder.write(key, JSON.stringify(memory));
        unwritten.delete(key);
      } catch {
        unwritten.set(key, memory);
      }
    },
  };
}

/** How often it is worth writing down. */
const againMs = 1000;
/** What was lost may be found out a moment after the other node is known to give way. */
const latelyMs = 3000;

function isWithin(spanMs: number, ms: number | undefined, nowMs: number): boolean {
  return ms !== undefined && Math.abs(nowMs - ms) < spanMs;
}

/** What the file of an address holds. */
interface Memory {
  readonly held?: EventOrder;
  readonly contest?: Contest;
  readonly lostBy?: EventOrder;
  /** When another node was last known to give way. Milliseconds since 1970. */
  readonly givenWayAtMs?: number;
}

/** A run that begins later than now says nothing of what this host holds. */
function parse(text: string | undefined, place: PlaceOrder): Memory {
  const value = parseJson(text ?? '');
  if (!isRecord(value)) return {};
  const { held, contest, lostBy, givenWayAtMs } = value;
  const isPast = (order: unknown): order is EventOrder => isOrder(order) && place(order) === order;
  return {
    ...(isPast(held) ? { held } : {}),
    ...(isContest(contest) ? { contest } : {}),
    ...(isPast(lostBy) ? { lostBy } : {}),
    ...(isMoment(givenWayAtMs) ? { givenWayAtMs } : {}),
  };
}

function isOrder(value: unknown): value is EventOrder {
  return isRecord(value) && isCount(value['ticks']) && isCount(value['pid']);
}
