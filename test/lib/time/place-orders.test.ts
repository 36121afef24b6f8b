import { describe, expect, it } from 'vitest';

import { placeOrders } from '../../../src/lib/time/place-orders.ts';
import type { LogFields } from '../../../src/ports/log.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { warningsIn } from '../../support/local-state.ts';

const host = { ...fakeHost({ ticks: 1000, pid: 1 }, { now: () => 2000 }), ticksAt: () => 1500 };

describe('placeOrders()', () => {
  it.each([0, 1000, 1999, 2000, 2010])('leaves an order of %i where it is, at 2000', (ticks) => {
    const warned: LogFields[] = [];
    const order = { ticks, pid: 7 };
    expect(placeOrders(host, warningsIn(warned))(order, () => 0)).toBe(order);
    expect(warned).toEqual([]);
  });

  it.each([2100, 1e12, Number.MAX_SAFE_INTEGER])(
    'moves one of %i to right before it was told',
    (ticks) => {
      const warned: LogFields[] = [];
      const place = placeOrders(host, warningsIn(warned));
      const order = { ticks, pid: 7 };
      expect(place(order, () => 0)).toEqual({ ticks: 1499, pid: 7 });
      expect(place(order, () => undefined)).toEqual({ ticks: 1999, pid: 7 });
      expect(place(order)).toEqual({ ticks: 1999, pid: 7 });
      expect(warned).toMatchObject([{ order: ticks, now: 2000, hint: expect.any(String) }]);
    },
  );
});
