import { describe, expect, it } from 'vitest';

import { detectionSettings } from '../../src/core/detection.ts';
import type { Detection } from '../../src/core/detection.ts';
import { fitOf, jitterOf } from '../../src/core/jitter.ts';
import type { Trip, TripRow } from '../../src/core/jitter.ts';

const lost = Number.NaN;

/** 250 trips, one each 10 ms, of 1 ms each, but for those that take longer, or are lost. */
function row(other: Readonly<Record<number, number>> = {}): TripRow {
  const trips = Array.from({ length: 250 }, (_, index): Trip => {
    const sentAt = 5000 + index * 10;
    const ms = other[index] ?? 1;
    return Number.isNaN(ms) ? { sentAt } : { sentAt, backAt: sentAt + ms };
  });
  return { everyMs: 10, trips };
}

/** A host or a network that stood still: all that was under way comes at its end. */
function pause(from: number, trips: number): Record<number, number> {
  const late = Array.from({ length: trips }, (_, index) => [from + index, (trips - index) * 10]);
  return Object.fromEntries(late) as Record<number, number>;
}

function lose(...trips: readonly number[]): Record<number, number> {
  return Object.fromEntries(trips.map((trip) => [trip, lost]));
}

/** So far apart that no setting loses two in a row. */
function scatter(count: number): Record<number, number> {
  return lose(...span(0, count).map((index) => 3 + index * 19));
}

function span(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

function fits(trips: TripRow): readonly string[] {
  return Object.entries(detectionSettings)
    .filter(([, { advertInterval }]) => {
      return fitOf({ advertInterval, priority: 100 }, trips).against === undefined;
    })
    .map(([name]) => name);
}

describe('fitOf()', () => {
  it.each<[string, Record<number, number>, readonly Detection[]]>([
    ['a network that holds nothing up', {}, ['fast', 'balanced', 'safe']],
    ['one advert that is late by 25 ms', { 100: 25 }, ['fast', 'balanced', 'safe']],
    ['one that is lost', lose(100), ['fast', 'balanced', 'safe']],
    [
      'one that is lost, and the next late by 5 ms',
      { 100: lost, 102: 6 },
      ['fast', 'balanced', 'safe'],
    ],
    ['one that is lost, and the next late by 15 ms', { 100: lost, 102: 16 }, ['balanced', 'safe']],
    ['two in a row that are lost at 20 ms', lose(100, 102), ['balanced', 'safe']],
    ['a pause of 20 ms', pause(100, 2), ['fast', 'balanced', 'safe']],
    ['a pause of 60 ms', pause(100, 6), ['balanced', 'safe']],
    ['the same at the end', pause(244, 6), ['balanced', 'safe']],
    ['40 ms of which nothing arrives', lose(...span(100, 4)), ['balanced', 'safe']],
    ['the same at the beginning', lose(...span(0, 4)), ['balanced', 'safe']],
    ['the same at the end', lose(...span(246, 4)), ['balanced', 'safe']],
    ['a pause of 200 ms', pause(100, 20), ['safe']],
    ['a pause of 1.3 s', pause(100, 130), ['safe']],
    ['a pause of 1.7 s', pause(60, 170), []],
    ['three losses far apart', scatter(3), ['fast', 'balanced', 'safe']],
    ['four', scatter(4), ['balanced', 'safe']],
    ['six', scatter(6), ['safe']],
    ['twelve', scatter(12), []],
    ['four with more in a row', lose(20, 21, 81, 82, 142, 203), ['balanced', 'safe']],
  ])('after %s', (_, other, expected) => {
    expect(fits(row(other))).toEqual(expected);
  });

  it('says what speaks against an interval, and by how much', () => {
    const fast = { advertInterval: 0.02, priority: 100 };
    const late = fitOf(fast, row(pause(100, 6)));
    expect(late).toMatchObject({ against: 'gap', gapMs: 79 });
    expect(late.missedMs).toBeCloseTo(72.2, 1);
    const losses = fitOf(fast, row(scatter(4)));
    expect(losses).toMatchObject({ against: 'losses', gapMs: 40 });
    expect(losses.missedPerDay).toBeCloseTo(2.2, 1);
  });

  it('waits longer for a host of a lower priority', () => {
    const [high, low] = [254, 1].map((priority) => fitOf({ advertInterval: 1, priority }, row()));
    expect(high?.missedMs).toBeCloseTo(3008, 0);
    expect(low?.missedMs).toBeCloseTo(3996, 0);
  });

  it('judges an interval that is longer than all trips together by what it saw', () => {
    const slow = { advertInterval: 5, priority: 100 };
    expect(fitOf(slow, row())).toMatchObject({ against: undefined, gapMs: 5000 });
    expect(fitOf(slow, row(lose(100)))).toMatchObject({ against: undefined, gapMs: 10_000 });
  });
});

describe('jitterOf()', () => {
  it('is what the trips were', () => {
    expect(jitterOf(row({ 7: 3, ...lose(100, 101) }))).toEqual({
      sent: 250,
      lost: 2,
      medianMs: 1,
      longestMs: 3,
      gapMs: 30,
      lateMs: 0,
    });
  });

  it('counts trips that come back in another order', () => {
    expect(jitterOf(row({ 100: 25 }))).toMatchObject({ longestMs: 25, gapMs: 20, lost: 0 });
  });

  it('says how long this host itself did not get to send', () => {
    const { trips, everyMs } = row();
    const late = trips.map(({ sentAt }, index) => {
      const at = index === 100 ? sentAt + 48 : sentAt;
      return { sentAt: at, backAt: at + 1 };
    });
    expect(jitterOf({ everyMs, trips: late })).toMatchObject({ lateMs: 48, longestMs: 1 });
  });

  it('is nothing where nothing came back', () => {
    expect(jitterOf(row(lose(...span(0, 250))))).toBeUndefined();
    expect(jitterOf({ everyMs: 10, trips: [] })).toBeUndefined();
  });
});
