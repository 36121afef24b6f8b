import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { roleOf } from '../../src/core/vrrp.ts';
import type { EventState, VrrpEvent } from '../../src/core/vrrp.ts';
import { openFolder } from '../../src/lib/files/shared-folder.ts';
import { placeOrders } from '../../src/lib/time/place-orders.ts';
import type { LogFields } from '../../src/ports/log.ts';
import { openEventStore } from '../../src/triggers/event-store.ts';
import type { EventStore } from '../../src/triggers/event-store.ts';
import { fakeHost } from '../support/fake-host.ts';
import { eventsIn, noLog, warningsIn } from '../support/local-state.ts';
import { temporaryFolder } from '../support/temporary.ts';

function event(state: EventState, ticks: number, name = 'VI_1'): VrrpEvent {
  return { scope: 'INSTANCE', name, state, priority: 100, order: { ticks, pid: 7 } };
}

describe('an event that is dated later than now', () => {
  const now = 1_000_000;
  const host = fakeHost({ ticks: now - 100, pid: 1 }, { now: () => now });

  function storeOf(warned: LogFields[] = [], path = join(temporaryFolder(), 'events')): EventStore {
    return openEventStore(openFolder(path), placeOrders(host, warningsIn(warned)));
  }

  it.each([
    ['an hour later', now + 360_000],
    ['at the end of all time', Number.MAX_SAFE_INTEGER],
  ])('does not stop a newer one from counting: %s', (_what, ticks) => {
    const warned: LogFields[] = [];
    const store = storeOf(warned);
    store.record(event('BACKUP', ticks));
    expect(roleOf(store.events('VI_1'))).toBe('BACKUP');
    store.record(event('MASTER', now + 1));
    for (let count = 0; count < 3; count += 1) expect(roleOf(store.events('VI_1'))).toBe('MASTER');
    expect(warned).toEqual([expect.objectContaining({ order: ticks, now })]);
  });

  it('counts after what was written down before it', () => {
    const path = join(temporaryFolder(), 'events');
    const written = { ...host, ticksAt: () => now - 10 };
    const store = openEventStore(openFolder(path), placeOrders(written, noLog));
    store.record(event('MASTER', now - 20));
    store.record(event('BACKUP', Number.MAX_SAFE_INTEGER));
    expect(roleOf(store.events('VI_1'))).toBe('BACKUP');
    store.record(event('MASTER', now - 5));
    expect(roleOf(store.events('VI_1'))).toBe('MASTER');
  });

  it('stays in its place, also when its time has come', () => {
    const path = join(temporaryFolder(), 'events');
    const store = storeOf([], path);
    store.record(event('BACKUP', now + 1000));
    store.record(event('MASTER', now + 1));
    const later = fakeHost({ ticks: now + 2000, pid: 2 });
    const read = openEventStore(openFolder(path), placeOrders(later, noLog)).events('VI_1');
    expect(roleOf(read)).toBe('MASTER');
  });

  it('is put in its place each time where that cannot be written down', () => {
    const path = join(temporaryFolder(), 'events');
    mkdirSync(join(path, 'VI_1'), { recursive: true, mode: 0o700 });
    writeFileSync(join(path, 'VI_1', `${now + 1000}-7-BACKUP`), '');
    mkdirSync(join(path, 'VI_1', `${now}-7-BACKUP`));
    const store = openEventStore(openFolder(path), (order) => ({ ...order, ticks: now }));
    for (let count = 0; count < 2; count += 1) {
      expect(store.events('VI_1')).toEqual([{ state: 'BACKUP', order: { ticks: now, pid: 7 } }]);
    }
  });
});

describe('openEventStore()', () => {
  it('knows nothing before anything was said', () => {
    expect(eventsIn(join(temporaryFolder(), 'events')).events('VI_1')).toEqual([]);
  });

  it('puts events in order whatever order they are recorded in, across processes', () => {
    const path = join(temporaryFolder(), 'events');
    eventsIn(path).record(event('BACKUP', 30));
    eventsIn(path).record(event('MASTER', 20));
    expect(roleOf(eventsIn(path).events('VI_1'))).toBe('BACKUP');
  });

  it('remembers who told an event', () => {
    const path = join(temporaryFolder(), 'events');
    const teller = { ticks: 3, pid: 4, namespace: 4_026_531_836 };
    eventsIn(path).record({ ...event('MASTER', 20), teller });
    const remembered = { state: 'MASTER', order: { ticks: 20, pid: 7 }, teller };
    expect(eventsIn(path).events('VI_1')).toEqual([remembered]);
  });

  it('keeps instances apart, whatever they are called', () => {
    const folder = temporaryFolder();
    const store = eventsIn(join(folder, 'events'));
    store.record(event('MASTER', 1, '../a b/ä'));
    store.record(event('FAULT', 2, '..'));
    expect(roleOf(store.events('../a b/ä'))).toBe('MASTER');
    expect(roleOf(store.events('..'))).toBe('FAULT');
    expect(store.events('VI_1')).toEqual([]);
    expect(readdirSync(folder)).toEqual(['events']);
  });

  it.each(['', '.', 'a\n', '%', '%2E', '\u{d800}', 'é', 'VI 1', 'ä'.repeat(127)])(
    'keeps the events of one called %j, and of no other',
    (name) => {
      const folder = temporaryFolder();
      const store = eventsIn(join(folder, 'events'));
      store.record(event('MASTER', 1, name));
      expect(roleOf(store.events(name))).toBe('MASTER');
      for (const other of ['VI_1', '%25', '%252E', '%0A', '\u{d801}']) {
        expect(store.events(other)).toEqual([]);
      }
    },
  );

  it('does not let adverts of a lower node push out what counts', () => {
    const folder = temporaryFolder();
    const store = eventsIn(folder);
    store.record(event('BACKUP', 1));
    store.record(event('MASTER', 2));
    for (let ticks = 3; ticks < 103; ticks += 1) store.record(event('MASTER_RX_LOWER_PRI', ticks));
    expect(store.events('VI_1')).toContainEqual({ state: 'BACKUP', order: { ticks: 1, pid: 7 } });
    expect(readdirSync(join(folder, 'VI_1')).length).toBeLessThan(20);
  });

  it.each([
    ['more digits than a number holds', `${'9'.repeat(400)}-7-MASTER`],
    ['digits that a number does not tell apart', '99999999999999999999-7-MASTER'],
    ['such an id', '20-99999999999999999999-MASTER'],
    ['such a teller', '20-7-MASTER-99999999999999999999-4-5'],
    ['another spelling of an order', '0020-7-MASTER'],
    ['another state', '20-7-LEADER'],
    ['a word', 'README'],
  ])('takes %s for no event', (_what, name) => {
    const path = join(temporaryFolder(), 'events');
    const store = eventsIn(path);
    store.record(event('BACKUP', 10));
    writeFileSync(join(path, 'VI_1', name.slice(0, 255)), '');
    expect(store.events('VI_1')).toEqual([{ state: 'BACKUP', order: { ticks: 10, pid: 7 } }]);
  });

  it('takes no more instances than a host may have, and goes on with those it knows', () => {
    const path = join(temporaryFolder(), 'events');
    const store = eventsIn(path);
    store.record(event('BACKUP', 1));
    for (let count = 1; count < 1000; count += 1) mkdirSync(join(path, `VI_x${count}`));
    expect(() => store.record(event('MASTER', 2, 'VI_2'))).toThrowError('it holds 1000 folders');
    store.record(event('MASTER', 3));
    expect(roleOf(store.events('VI_1'))).toBe('MASTER');
    expect(readdirSync(path)).toHaveLength(1000);
  });

  it('throws where it cannot be written', () => {
    const store = eventsIn('/dev/null/floatip');
    expect(() => store.record(event('MASTER', 1))).toThrowError(/ENOTDIR/);
  });
});
