import { describe, expect, it } from 'vitest';

import type { EventState } from '../../src/core/vrrp.ts';
import { createDuplicateFilter } from '../../src/watch/duplicate-filter.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** What was told, with its ticks, in the order in which it was heard; `>` is a second in between. */
function echoesIn(line: string): string {
  const clock = new FakeClock();
  let nowMs = 0;
  const echoes = createDuplicateFilter({ now: () => nowMs, wall: clock.wall, after: clock.after });
  const states: Readonly<Record<string, EventState>> = {
    M: 'MASTER',
    B: 'BACKUP',
    R: 'MASTER_RX_LOWER_PRI',
  };
  const heard = line.split(' ').filter((word) => {
    nowMs += word === '>' ? 1000 : 1;
    const state = states[word.slice(0, 1)];
    if (state === undefined) return false;
    const order = { ticks: Number(word.slice(1)), pid: 1 };
    return echoes.isDuplicate({ scope: 'INSTANCE', name: 'VI_1', state, priority: null, order });
  });
  return heard.join(' ');
}

describe('isEcho()', () => {
  it.each([
    ['nothing of the first', 'B0 M10', ''],
    ['the second telling', 'M10 M11', 'M11'],
    ['a second telling that was begun first', 'M11 M10', 'M10'],
    ['one that comes after a change', 'B0 M10 B1', 'B1'],
    ['not a change that looks like it', 'B0 M10 B1 B20', 'B1'],
    ['not the second of two takeovers', 'M0 B10 M1 M20 B11 M21', 'M1 B11 M21'],
    ['not what is told a second later', 'M10 > M11', ''],
    ['not what is new, where a hook tells late of what had ended before', 'M10 B20 > M11 M40', ''],
    ['no advert', 'R10 R11', ''],
    ['across adverts', 'M10 R11 M12', 'M12'],
  ])('takes for an echo %s', (_what, line, echoes) => {
    expect(echoesIn(line)).toBe(echoes);
  });

  it('remembers of a flood only its end', () => {
    const flood = Array.from({ length: 200 }, (_, index) => `B${index}`).join(' ');
    expect(echoesIn(`M999 ${flood} M1000`).split(' ')).not.toContain('M1000');
    expect(echoesIn('M999 B1 B2 M1000').split(' ')).toContain('M1000');
  });
});
