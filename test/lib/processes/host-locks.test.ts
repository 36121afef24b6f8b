import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openFolder } from '../../../src/lib/files/shared-folder.ts';
import { openHostLocks } from '../../../src/lib/processes/host-locks.ts';
import type { HostLocks, Worker } from '../../../src/lib/processes/host-locks.ts';
import { placeOrders } from '../../../src/lib/time/place-orders.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { asTold, noLog } from '../../support/local-state.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const claim = (pid: number): Worker => ({ ticks: 10, pid, reason: 'claim' });

describe('openTurns()', () => {
  const turnsOf = (folder: string, pid: number, dead?: ReadonlySet<number>): HostLocks =>
    openHostLocks(openFolder(folder), {
      host: fakeHost({ ticks: 10, pid }, dead === undefined ? {} : { dead }),
      place: asTold,
    });

  it('shows those that work on the same, and nobody else', () => {
    const folder = temporaryFolder();
    turnsOf(folder, 1).enter('web', claim(1));
    turnsOf(folder, 2).enter('db', claim(2));
    const { others } = turnsOf(folder, 3).enter('web', { ticks: 10, pid: 3, reason: 'operator' });
    const process = { ticks: 10, pid: 1 };
    expect(others()).toEqual([{ ticks: 10, pid: 1, reason: 'claim', process }]);
  });

  it('shows nobody who has left', () => {
    const folder = temporaryFolder();
    turnsOf(folder, 1).enter('web', claim(1)).leave();
    expect(turnsOf(folder, 2).enter('web', claim(2)).others()).toEqual([]);
  });

  it('shows nobody who was killed, and clears away what is left of him', () => {
    const folder = temporaryFolder();
    turnsOf(folder, 1).enter('web', claim(1));
    const { others } = turnsOf(folder, 2, new Set([1])).enter('web', claim(2));
    expect(others()).toEqual([]);
    expect(existsSync(join(folder, 'web', '10-1-claim-10-1'))).toBe(false);
  });

  it('ignores files that are none of its own', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'web'), { mode: 0o700 });
    writeFileSync(join(folder, 'web', 'README'), '');
    expect(turnsOf(folder, 2).enter('web', claim(2)).others()).toEqual([]);
  });

  it.each([
    '1e400-1-claim-10-1',
    `${'9'.repeat(30)}-1-claim-10-1`,
    `10-1-claim-10-${'9'.repeat(30)}`,
  ])('shows nobody with an order that no kernel gives: %s', (name) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'web'), { mode: 0o700 });
    writeFileSync(join(folder, 'web', name), '');
    expect(turnsOf(folder, 2).enter('web', claim(2)).others()).toEqual([]);
  });

  it('shows one that begins later than now as begun when it said so', () => {
    const host = fakeHost({ ticks: 10, pid: 2 }, { now: () => 100 });
    const place = placeOrders({ ...host, ticksAt: () => 50 }, noLog);
    const folder = temporaryFolder();
    turnsOf(folder, 1).enter('web', { ticks: 10_000, pid: 1, reason: 'claim' });
    const { others } = openHostLocks(openFolder(folder), { host, place }).enter('web', claim(2));
    expect(others()).toMatchObject([{ ticks: 49, pid: 1, process: { ticks: 10, pid: 1 } }]);
  });

  it('throws where it cannot say so', () => {
    expect(() => turnsOf('/dev/null', 1).enter('web', claim(1))).toThrowError(/ENOTDIR/);
  });
});
