import { describe, expect, it } from 'vitest';

import { compareOrder, isReplaced, roleAfter, roleOf } from '../../src/core/vrrp.ts';
import type { EventState, EventOrder } from '../../src/core/vrrp.ts';

const at = (ticks: number, pid = 100): EventOrder => ({ ticks, pid });
const event = (
  state: EventState,
  ticks: number,
  pid?: number,
): { state: EventState; order: EventOrder } => ({ state, order: at(ticks, pid) });

describe('compareOrder()', () => {
  it.each([
    ['a later tick', at(2, 1), at(1, 9), 1],
    ['an earlier tick', at(1, 9), at(2, 1), -1],
    ['a later process of one tick', at(1, 9), at(1, 8), 1],
    ['the same process', at(1, 9), at(1, 9), 0],
    ['ids that started again from the bottom', at(1, 301), at(1, 32_760), 1],
    ['ids before they started again', at(1, 4_194_300), at(1, 310), -1],
  ])('%s', (_what, left, right, sign) => {
    expect(Math.sign(compareOrder(left, right))).toBe(sign);
    expect(Math.sign(compareOrder(right, left))).toBe(sign === 0 ? 0 : -sign);
  });
});

describe('roleOf()', () => {
  it.each<[string, { state: EventState; order: EventOrder }[], string | null]>([
    ['nothing was said', [], null],
    ['the latest came first', [event('BACKUP', 2), event('MASTER', 1)], 'BACKUP'],
    ['the latest came last', [event('MASTER', 1), event('FAULT', 2)], 'FAULT'],
    ['two of one tick', [event('STOP', 1, 7), event('MASTER', 1, 6)], 'STOP'],
    ['a lower node was heard', [event('MASTER_RX_LOWER_PRI', 3), event('MASTER', 1)], 'MASTER'],
    ['an instance was removed', [event('MASTER', 1), event('DELETED', 2)], 'DELETED'],
  ])('%s', (_what, events, role) => {
    expect(roleOf(events)).toBe(role);
    expect(roleOf(events.toReversed())).toBe(role);
  });

  it('takes the news of a lower node for what it means', () => {
    expect(roleAfter('MASTER_RX_LOWER_PRI')).toBe('MASTER');
  });
});

describe('isReplaced()', () => {
  it.each<[string, { state: EventState; order: EventOrder }[], boolean]>([
    ['by nothing', [], false],
    ['not by its own event', [event('MASTER', 5)], false],
    ['not by an older event', [event('BACKUP', 4)], false],
    ['by a withdrawal', [event('BACKUP', 6)], true],
    ['by a newer claim', [event('MASTER', 6)], true],
    ['by a withdrawal that was taken back', [event('BACKUP', 6), event('MASTER', 7)], true],
    ['not by the news of a lower node', [event('MASTER_RX_LOWER_PRI', 6)], false],
  ])('%s', (_what, events, replaced) => {
    expect(isReplaced(at(5), events)).toBe(replaced);
  });
});
