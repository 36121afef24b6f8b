import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { keyOf } from '../../src/core/address.ts';
import type { Address } from '../../src/core/address.ts';
import { openFolder } from '../../src/lib/files/shared-folder.ts';
import { placeOrders } from '../../src/lib/time/place-orders.ts';
import { openContestStore } from '../../src/takeover/contest-store.ts';
import type { ContestStore } from '../../src/takeover/contest-store.ts';
import { fakeHost } from '../support/fake-host.ts';
import { noLog } from '../support/local-state.ts';
import { temporaryFolder } from '../support/temporary.ts';

const web: Address = {
  name: 'web',
  cloud: 'digitalocean',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.10',
};
const nowMs = 1_800_000_000_000;
const now = 1_000_000;
const host = fakeHost({ ticks: now - 10, pid: 1 }, { now: () => now });
const held = { ticks: now - 100, pid: 7 };
const contest = { losses: 3, lostAtMs: nowMs - 1000, notBeforeMs: nowMs + 1000 };

function bookThatSays(text: string): ContestStore {
  const path = temporaryFolder();
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, keyOf(web)), text);
  return openContestStore(openFolder(path), placeOrders(host, noLog));
}

describe('openContestBook()', () => {
  it('remembers what it wrote', () => {
    const book = bookThatSays(JSON.stringify({ held, contest, lostBy: held }));
    expect(book.heldBy(web)).toEqual(held);
    expect(book.loss(web)).toEqual({ contest, lostBy: held });
    expect(book.isContested(web, nowMs)).toBe(true);
  });

  it.each([
    ['later than now', { ticks: now + 1000, pid: 7 }],
    ['later than any kernel lives', { ticks: Number.MAX_SAFE_INTEGER, pid: 7 }],
    ['of more digits than a number holds', '{"ticks":1e400,"pid":7}'],
    ['of digits that a number does not tell apart', '{"ticks":99999999999999999999,"pid":7}'],
    ['before the boot', { ticks: -1, pid: 7 }],
    ['between two ticks', { ticks: 1.5, pid: 7 }],
    ['by no process', { ticks: 1, pid: '7' }],
    ['a list', [1, 2]],
  ])('knows no run that is %s', (_what, order) => {
    const text = typeof order === 'string' ? order : JSON.stringify(order);
    const book = bookThatSays(
      `{"held":${text},"lostBy":${text},"contest":${JSON.stringify(contest)}}`,
    );
    expect(book.heldBy(web)).toBeUndefined();
    expect(book.loss(web)).toBeUndefined();
    expect(book.isContested(web, nowMs)).toBe(true);
  });

  it.each([
    ['losses without number', { ...contest, losses: -1 }],
    ['half a loss', { ...contest, losses: 1.5 }],
    ['a loss before 1970', { ...contest, lostAtMs: -1 }],
    ['a wait beyond all dates', { ...contest, notBeforeMs: 1e300 }],
    ['a moment that is a text', { ...contest, lostAtMs: String(nowMs) }],
    ['nothing', null],
  ])('knows no contest with %s', (_what, odd) => {
    const book = bookThatSays(JSON.stringify({ lostBy: held, contest: odd, givenWayAtMs: 1e300 }));
    expect(book.loss(web)).toBeUndefined();
    expect(book.isContested(web, nowMs)).toBe(false);
    expect(book.noteLost(web, { nowMs, random: 1 })).toEqual({
      losses: 1,
      lostAtMs: nowMs,
      notBeforeMs: nowMs + 1000,
    });
  });

  it.each(['', 'null', '[]', '{', '"text"', `[${'['.repeat(100_000)}`])(
    'remembers nothing of a file that holds %.10s',
    (text) => {
      const book = bookThatSays(text);
      expect(book.heldBy(web)).toBeUndefined();
      expect(book.loss(web)).toBeUndefined();
    },
  );
});
