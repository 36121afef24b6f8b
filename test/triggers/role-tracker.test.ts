import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Address } from '../../src/core/address.ts';
import type { EventState, VrrpEvent } from '../../src/core/vrrp.ts';
import type { EventStore } from '../../src/triggers/event-store.ts';
import { createRoleTracker } from '../../src/triggers/role-tracker.ts';
import type { RoleTracker } from '../../src/triggers/role-tracker.ts';
import { fakeHost } from '../support/fake-host.ts';
import { eventsIn } from '../support/local-state.ts';
import { temporaryFolder } from '../support/temporary.ts';

const vip = '10.0.4.99';
const plain: Address = {
  name: 'web',
  cloud: 'digitalocean',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.10',
  follow: 'VI_1',
};
const seen: Address = { ...plain, vip };

function event(state: EventState, ticks: number): VrrpEvent {
  return { scope: 'INSTANCE', name: 'VI_1', state, priority: null, order: { ticks, pid: 7 } };
}

const alive = { pid: 12, ticks: 1, namespace: 1 };
const dead = { pid: 13, ticks: 1, namespace: 1 };

function masteryAfter(states: readonly EventState[], onInterface = false): RoleTracker {
  const store = eventsIn(join(temporaryFolder(), 'events'));
  for (const [index, state] of states.entries()) store.record(event(state, index + 1));
  return masteryOf(store, onInterface);
}

function masteryOf(store: EventStore, onInterface: boolean): RoleTracker {
  const host = fakeHost(
    { ticks: 1, pid: 1 },
    { ips: new Set(onInterface ? [vip] : []), dead: new Set([dead.pid]) },
  );
  return createRoleTracker({ store, host });
}

describe('createMastery()', () => {
  it.each<[Address, EventState[], boolean, string | null]>([
    [plain, [], false, null],
    [plain, ['BACKUP', 'MASTER'], false, 'MASTER'],
    [plain, ['MASTER', 'FAULT'], false, 'FAULT'],
    [seen, ['MASTER'], true, 'MASTER'],
    [seen, ['MASTER'], false, 'BACKUP'],
    [seen, ['BACKUP'], true, 'MASTER'],
    [seen, [], true, 'MASTER'],
    [seen, [], false, null],
    [seen, ['STOP'], false, 'STOP'],
  ])('knows the role of %o after %o, VIP here: %s', (address, states, onInterface, role) => {
    expect(masteryAfter(states, onInterface).roleOf(address)).toBe(role);
  });

  it('gives an address that follows nothing no role', () => {
    const { follow: _, ...alone } = plain;
    expect(masteryAfter(['MASTER']).roleOf(alone)).toBeNull();
  });

  it.each<[Address, EventState[], boolean, boolean]>([
    [plain, ['MASTER'], false, true],
    [plain, ['MASTER', 'BACKUP'], false, false],
    [plain, ['MASTER', 'BACKUP', 'MASTER'], false, false],
    [plain, ['MASTER', 'MASTER'], false, false],
    [plain, ['MASTER', 'MASTER_RX_LOWER_PRI'], false, true],
    [seen, ['MASTER'], true, true],
    [seen, ['MASTER'], false, false],
  ])('a claim of %o made at the first of %o, VIP here: %s, stands: %s', (...row) => {
    const [address, states, onInterface, stands] = row;
    const roles = masteryAfter(states, onInterface);
    expect(roles.stands(address, { ticks: 1, pid: 7 })).toBe(stands);
  });

  it('says where events and interface contradict each other', () => {
    expect(masteryAfter(['MASTER'], false).isContradicted(seen)).toBe(true);
    expect(masteryAfter(['MASTER'], true).isContradicted(seen)).toBe(false);
    expect(masteryAfter(['BACKUP'], false).isContradicted(seen)).toBe(false);
    expect(masteryAfter(['MASTER'], false).isContradicted(plain)).toBe(false);
  });

  it('says where a VIP is left on a host that is not MASTER', () => {
    expect(masteryAfter(['MASTER', 'BACKUP'], true).isStray(seen)).toBe(true);
    expect(masteryAfter(['MASTER', 'BACKUP'], false).isStray(seen)).toBe(false);
    expect(masteryAfter(['MASTER'], true).isStray(seen)).toBe(false);
    expect(masteryAfter([], true).isStray(seen)).toBe(false);
    expect(masteryAfter(['BACKUP'], true).isStray(plain)).toBe(false);
  });

  it.each<[EventState, Address, boolean]>([
    ['MASTER', plain, false],
    ['MASTER_RX_LOWER_PRI', plain, false],
    ['MASTER', seen, true],
    ['BACKUP', seen, true],
  ])('does not believe %s of a keepalived that is gone, of %o, VIP here: %s', (state, ...rest) => {
    const [address, isOnInterface] = rest;
    const store = eventsIn(join(temporaryFolder(), 'events'));
    const roles = masteryOf(store, isOnInterface);
    store.record({ ...event('MASTER', 1), teller: alive });
    expect(roles.stands(address, { ticks: 1, pid: 7 })).toBe(true);
    store.record({ ...event(state, 2), teller: dead });
    expect(roles.roleOf(address)).toBe('STOP');
    expect(roles.stands(address, { ticks: 3, pid: 7 })).toBe(false);
    expect(roles.isContradicted(address)).toBe(false);
    // The next keepalived is believed again.
    store.record({ ...event('MASTER', 4), teller: alive });
    expect(roles.roleOf(address)).toBe('MASTER');
  });

  it('knows its own event even where it could not be recorded', () => {
    const store = eventsIn('/dev/null/floatip');
    const roles = createRoleTracker({
      store,
      host: fakeHost({ ticks: 1, pid: 1 }),
      own: event('MASTER', 5),
    });
    expect(roles.roleOf(plain)).toBe('MASTER');
    expect(roles.stands(plain, { ticks: 5, pid: 7 })).toBe(true);
  });

  it('lets an operator be, until keepalived says something newer', () => {
    const roles = masteryAfter(['BACKUP']);
    const operator = { pid: 9, reason: 'operator' };
    expect(roles.isObsolete(plain, { ...operator, ticks: 2 })).toBe(false);
    expect(roles.isObsolete(plain, { ...operator, ticks: 0 })).toBe(true);
    expect(roles.isObsolete(plain, { ticks: 2, pid: 9, reason: 'claim' })).toBe(true);
  });
});
