import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { roleOf } from '../../src/core/vrrp.ts';
import type { EventState, VrrpEvent } from '../../src/core/vrrp.ts';
import { openEventStore } from '../../src/sources/event-store.ts';
import { temporaryFolder } from '../support/temporary.ts';

function event(state: EventState, ticks: number, name = 'VI_1'): VrrpEvent {
  return { scope: 'INSTANCE', name, state, priority: 100, order: { ticks, pid: 7 } };
}

describe('openEventStore()', () => {
  it('knows nothing before anything was said', () => {
    expect(openEventStore(join(temporaryFolder(), 'events')).events('VI_1')).toEqual([]);
  });

  it('puts events in order whatever order they are recorded in, across processes', () => {
    const path = join(temporaryFolder(), 'events');
    openEventStore(path).record(event('BACKUP', 30));
    openEventStore(path).record(event('MASTER', 20));
    expect(roleOf(openEventStore(path).events('VI_1'))).toBe('BACKUP');
  });

  it('remembers who told an event', () => {
    const path = join(temporaryFolder(), 'events');
    const teller = { ticks: 3, pid: 4, namespace: 4_026_531_836 };
    openEventStore(path).record({ ...event('MASTER', 20), teller });
    const remembered = { state: 'MASTER', order: { ticks: 20, pid: 7 }, teller };
    expect(openEventStore(path).events('VI_1')).toEqual([remembered]);
  });

  it('keeps instances apart, whatever they are called', () => {
    const folder = temporaryFolder();
    const store = openEventStore(join(folder, 'events'));
    store.record(event('MASTER', 1, '../a b/ä'));
    store.record(event('FAULT', 2, '..'));
    expect(roleOf(store.events('../a b/ä'))).toBe('MASTER');
    expect(roleOf(store.events('..'))).toBe('FAULT');
    expect(store.events('VI_1')).toEqual([]);
    expect(readdirSync(folder)).toEqual(['events']);
  });

  it('does not let adverts of a lower node push out what counts', () => {
    const folder = temporaryFolder();
    const store = openEventStore(folder);
    store.record(event('BACKUP', 1));
    store.record(event('MASTER', 2));
    for (let ticks = 3; ticks < 103; ticks += 1) store.record(event('MASTER_RX_LOWER_PRI', ticks));
    expect(store.events('VI_1')).toContainEqual({ state: 'BACKUP', order: { ticks: 1, pid: 7 } });
    expect(readdirSync(join(folder, 'VI_1')).length).toBeLessThan(20);
  });

  it('throws where it cannot be written', () => {
    const store = openEventStore('/dev/null/floatip');
    expect(() => store.record(event('MASTER', 1))).toThrowError(/ENOTDIR/);
  });
});
