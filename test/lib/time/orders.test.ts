import { describe, expect, it } from 'vitest';

import { compareOrder } from '../../../src/core/vrrp.ts';
import { createOrders } from '../../../src/lib/time/orders.ts';

describe('createOrders()', () => {
  it('puts each after the one before, and none ahead of the clock', () => {
    let now = 1000;
    const order = createOrders(7, () => now);
    let last = order();
    for (let count = 0; count < 5000; count += 1) {
      if (count % 1000 === 999) now += 1;
      const next = order();
      expect(compareOrder(next, last)).toBeGreaterThan(0);
      expect(next.ticks).toBe(now);
      last = next;
    }
  });

  it('puts what happened before where it happened, and nothing before the boot', () => {
    const order = createOrders(7, () => 1000);
    order();
    expect(order(95)).toEqual({ ticks: 990, pid: 7 });
    expect(order(1_000_000)).toEqual({ ticks: 0, pid: 7 });
  });
});
