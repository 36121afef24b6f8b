import { expect, it } from 'vitest';

import type { EventState } from '../../src/core/vrrp.ts';
import { createMemoryEvents } from '../../src/watch/memory-events.ts';
import { holder, place, startWatching, twoAddresses as config } from '../support/watching.ts';

it('looks again for a while, also where it was taking the address when it heard the other node', async () => {
  const watching = await startWatching({ config });
  await watching.pass(1000);
  watching.hear('MASTER');
  watching.hear('MASTER_RX_LOWER_PRI');
  await watching.pass(1500);
  expect(holder(watching)).toBe(222);
  // What the other node had on the wire has landed.
  place(watching, 111);
  await watching.pass(5000);
  expect(holder(watching)).toBe(222);
});

it('knows the newest of what it could not record, whatever a hook tells late', () => {
  const memoryEvents = createMemoryEvents();
  const add = (state: EventState, ticks: number): void =>
    memoryEvents.add({
      scope: 'INSTANCE',
      name: 'VI_1',
      state,
      priority: null,
      order: { ticks, pid: 1 },
    });
  add('MASTER', 300);
  add('BACKUP', 280);
  add('MASTER', 250);
  const store = memoryEvents.beside({ record: () => undefined, names: () => [], events: () => [] });
  const told = store.events('VI_1').map(({ state, order }) => `${state} ${order.ticks}`);
  expect(told).toEqual(['MASTER 300', 'BACKUP 280']);
});
