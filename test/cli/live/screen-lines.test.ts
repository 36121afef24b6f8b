import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { screenLines } from '../../../src/cli/live/screen-lines.ts';
import type { Room } from '../../../src/cli/live/view.ts';
import type { Look } from '../../../src/watch/page/look.ts';
import { address, failover, look, looks, there } from '../../watch/page/looks.ts';

function linesOf(shown: Look, room: Room, color = false): readonly string[] {
  const view = { look: shown, takenAt: 0, source: 'as the test sees it' };
  const now = { wall: shown.at, passed: 2000 };
  return screenLines(view, { room, color, now, ending: 'q ends' });
}

const usual = { columns: 80, rows: 24 };

describe.each(Object.entries(looks))('of %s', (_name, shown) => {
  it('never has more lines than the terminal, nor longer ones', () => {
    for (const columns of [30, 33, 40, 47, 61, 79, 80, 99, 100, 200]) {
      for (const rows of [8, 9, 12, 24, 60]) {
        const lines = linesOf(shown, { columns, rows });
        const widest = Math.max(...lines.map((line) => stringWidth(line)));
        expect({ columns, rows, fits: lines.length <= rows && widest <= columns }).toEqual({
          columns,
          rows,
          fits: true,
        });
      }
    }
  });

  it('says the same with colours', () => {
    // oxlint-disable-next-line no-control-regex -- that is what colours are
    const plain = linesOf(shown, usual, true).map((line) => line.replaceAll(/\u001B\[\d+m/g, ''));
    expect(plain.map((line) => line.trimEnd())).toEqual(
      linesOf(shown, usual).map((line) => line.trimEnd()),
    );
  });
});

describe('what a terminal shows', () => {
  it('is who holds what, and how old that is by now', () => {
    const text = linesOf(looks.well, usual).join('\n');
    expect(text).toContain('✓ All is well');
    expect(text).toMatch(/web +203\.0\.113\.10 +lb2 \(222\), this host +MASTER +✓ ok +5 s ago/);
    expect(text).toMatch(/mail +203\.0\.113\.25 +lb1 \(111\) +BACKUP +· elsewhere/);
    expect(text).toMatch(/timed-out +60\.00 s/);
  });

  it('is what is wrong, and what to do about it', () => {
    const text = linesOf(looks.contested, usual).join('\n');
    expect(text).toContain('! web: MASTER here, but taken by lb1 (111)');
    expect(text).toContain('floatip history');
  });

  it('is for how long a takeover has been going on', () => {
    expect(linesOf(looks.moving, usual).join('\n')).toContain('→ taking over, 3 s');
  });

  it('is what needs attention first, where there is no room for all', () => {
    const text = linesOf(looks.many, usual).join('\n');
    for (const name of ['customer-006', 'customer-073', 'customer-140']) {
      expect(text).toMatch(new RegExp(`^${name} .* nobody +MASTER +! should-move`, 'm'));
    }
    expect(text).toMatch(/and 19\d more, none of which needs attention/);
  });

  it('is how many of what is left out need attention', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      address({ name: `n${index}`, owner: there, verdict: 'should-move', why: 'x' }),
    );
    expect(linesOf(look(many), { columns: 80, rows: 12 }).join('\n')).toMatch(
      /and (\d+) more, \1 of which need attention/,
    );
  });

  it('is the phases of a failover by their letters, where there is room', () => {
    const shown = look([address({ name: 'web' })], { failovers: [failover()] });
    const text = linesOf(shown, { columns: 120, rows: 24 }).join('\n');
    expect(text).toContain('s=settle');
    expect(text).toMatch(/0\.41 s +rwwsssssssss?v +MASTER VI_1, by keepalived/);
  });

  it('is columns that line up under Chinese names', () => {
    const lines = linesOf(looks.chinese, { columns: 120, rows: 24 });
    const head = lines.find((line) => line.startsWith('NAME')) ?? '';
    const row = lines.find((line) => line.includes('BACKUP')) ?? '';
    expect(stringWidth(row.slice(0, row.indexOf('BACKUP')))).toBe(head.indexOf('ROLE'));
  });
});
