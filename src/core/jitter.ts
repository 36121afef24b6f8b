import { missedAfter } from './detection.ts';
import { percentilesOf } from './percentiles.ts';

/** One datagram to another host and back. Milliseconds on one clock. */
export interface Trip {
  readonly sentAt: number;
  /** Nothing where it did not come back. */
  readonly backAt?: number;
}

/** Trips that were begun at regular intervals, one after the other. */
export interface TripRow {
  readonly everyMs: number;
  readonly trips: readonly Trip[];
}

/** What a row of trips has shown of the network, and of the hosts at its ends. */
export interface Jitter {
  readonly sent: number;
  readonly lost: number;
  readonly medianMs: number;
  readonly longestMs: number;
  /** The longest time in which nothing came back. */
  readonly gapMs: number;
  /** How late this host itself was to send at most: for so long it stood still. */
  readonly lateMs: number;
}

/** Nothing where nothing came back. */
export function jitterOf({ trips, everyMs }: TripRow): Jitter | undefined {
  const lasted = trips.flatMap(tripMs);
  const spread = percentilesOf(lasted);
  if (spread === undefined) return undefined;
  const begunAt = trips[0]?.sentAt ?? 0;
  return {
    sent: trips.length,
    lost: trips.length - lasted.length,
    medianMs: spread.p50,
    longestMs: spread.max,
    gapMs: gapIn(trips, { everyMs, usualMs: spread.min }),
    lateMs: Math.max(...trips.map(({ sentAt }, index) => sentAt - begunAt - index * everyMs)),
  };
}

/** How VRRP is set up, or may be. */
export interface Adverts {
  /** Seconds between two. */
  readonly advertInterval: number;
  /** Of the host that listens. */
  readonly priority: number;
}

export interface Fit {
  /** What speaks against it: too long without an advert, or losses alone; nothing where it fits. */
  readonly against: 'gap' | 'losses' | undefined;
  /** The longest time without an advert, had these trips been adverts. */
  readonly gapMs: number;
  /** After which time without one the master counts as gone. */
  readonly missedMs: number;
  /** How many masters a day are taken for gone by losses alone, were there as many all day. */
  readonly missedPerDay: number;
}

/**
 * A gap of two thirds of the limit is still well: that is one advert that was lost, and the next one late by
 * four tenths of an interval. Two in a row that were lost are more than that. The last third is for what a
 * look of a few seconds does not see.
 */
const safeShare = 2 / 3;
/** One false alarm a day is what somebody might put up with. */
const mostPerDay = 1;
const secondsOfDay = 86_400;
/** How many adverts in a row have to be lost. */
const missedInRow = 3;

/**
 * Whether adverts at such an interval would get through a network that carried these trips. On the safe side: a
 * trip can be late there and back, and an advert goes one way.
 */
export function fitOf({ advertInterval, priority }: Adverts, row: TripRow): Fit {
  const { trips, everyMs } = row;
  const intervalMs = advertInterval * 1000;
  const usualMs = percentilesOf(trips.flatMap(tripMs))?.min ?? 0;
  const apart = Math.max(1, Math.round(intervalMs / everyMs));
  // Adverts could have begun with any of the first trips.
  const begins = trips.slice(0, apart).keys();
  const gaps = [...begins].map((begin) => {
    const adverts = trips.filter((_, index) => index >= begin && (index - begin) % apart === 0);
    return gapIn(adverts, { everyMs: intervalMs, usualMs });
  });
  const gapMs = Math.max(0, ...gaps);
  const missedMs = missedAfter(advertInterval, priority) * 1000;
  const missedPerDay = (secondsOfDay / advertInterval) * lossShare(trips) ** missedInRow;
  const isLong = gapMs > missedMs * safeShare;
  const against = isLong ? 'gap' : missedPerDay > mostPerDay ? 'losses' : undefined;
  return { against, gapMs, missedMs, missedPerDay };
}

/**
 * What part of adverts is lost: half of that of trips, which go two ways. Those that were lost in a row, as in a
 * pause, are one: how long that was, the gap says.
 */
function lossShare(trips: readonly Trip[]): number {
  const isLost = (trip: Trip | undefined): boolean =>
    trip !== undefined && trip.backAt === undefined;
  const losses = trips.filter((trip, index) => isLost(trip) && !isLost(trips[index - 1]));
  return losses.length / (2 * trips.length);
}

interface Regular {
  readonly everyMs: number;
  /** How long a trip takes that nothing holds up. */
  readonly usualMs: number;
}

/** The longest time between two that came back. What was sent before and after them, and on time, came back too. */
function gapIn(trips: readonly Trip[], { everyMs, usualMs }: Regular): number {
  const before = (trips[0]?.sentAt ?? 0) - everyMs + usualMs;
  const after = (trips.at(-1)?.sentAt ?? 0) + everyMs + usualMs;
  const back = [before, ...trips.flatMap(({ backAt }) => backAt ?? []), after];
  const inOrder = back.toSorted((one, other) => one - other);
  return Math.max(...inOrder.slice(1).map((at, index) => at - (inOrder[index] ?? at)));
}

function tripMs({ sentAt, backAt }: Trip): readonly number[] {
  return backAt === undefined ? [] : [backAt - sentAt];
}
