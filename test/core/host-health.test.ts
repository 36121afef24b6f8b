import { describe, expect, it } from 'vitest';

import { ballotOf, healthBy, trusted } from '../../src/core/host-health.ts';
import type { Ballot } from '../../src/core/host-health.ts';

/** What controllers say of host 1: `w` well, `s` silent, `?` nothing, `-` the controller is gone. */
function saidOf(says: string, controllers = says.length): unknown {
  const names = Array.from({ length: controllers }, (_, index) => `c${index}`);
  const ballots = new Map<string, Ballot>();
  for (const [index, say] of says.split('').entries()) {
    if (say === '-') continue;
    const [well, silent] = [say === 'w' ? ['1'] : [], say === 's' ? ['1'] : []];
    ballots.set(`c${index}`, { well, silent });
  }
  const nodes = [{ node: '1', name: 'one', check: { tcp: 'one:1' } }];
  return healthBy(ballots, { controllers: names, nodes }).get('1')?.is;
}

describe('how a host is', () => {
  it.each([
    ['www', 'well'],
    ['wws', 'well'],
    ['wss', 'dead'],
    ['sss', 'dead'],
    ['ss-', 'dead'],
    ['ww-', 'well'],
    ['ws-', 'unknown'],
    ['s--', 'unknown'],
    ['w--', 'unknown'],
    ['---', 'unknown'],
    ['s??', 'unknown'],
    ['ss?', 'dead'],
    ['s', 'dead'],
    ['ws', 'unknown'],
    ['ss', 'dead'],
    ['s-', 'unknown'],
    ['sss--', 'dead'],
    ['ss---', 'unknown'],
  ])('is what more than half of all controllers say: %s', (says, is) => {
    expect(saidOf(says)).toBe(is);
  });

  it('is not told by those that the config does not name', () => {
    expect(saidOf('-ss', 1)).toBe('unknown');
  });

  it('is not told twice by one that says it twice', () => {
    const ballots = new Map([['c0', { well: [], silent: ['1', '1', '1'] }]]);
    const nodes = [{ node: '1', name: 'one', check: { tcp: 'one:1' } }];
    const fleet = { controllers: ['c0', 'c1', 'c2'], nodes };
    expect(healthBy(ballots, fleet).get('1')).toEqual({ is: 'unknown', well: 0, silent: 1, of: 3 });
  });
});

describe('what a controller says', () => {
  it('leaves out what it does not know', () => {
    const findings = new Map([
      ['1', 'well'],
      ['2', 'silent'],
      ['3', 'unknown'],
    ] as const);
    expect(ballotOf(findings)).toEqual({ well: ['1'], silent: ['2'] });
  });

  it('is nothing where it reaches none of several', () => {
    expect(
      ballotOf(
        new Map([
          ['1', 'silent'],
          ['2', 'silent'],
        ] as const),
      ),
    ).toEqual({
      well: [],
      silent: [],
    });
    expect(ballotOf(new Map([['1', 'silent']] as const))).toEqual({ well: [], silent: ['1'] });
  });
});

describe('which hosts are trusted with more', () => {
  const of = 3;
  it('are those that nobody finds silent', () => {
    const health = new Map([
      ['1', { is: 'well', well: 3, silent: 0, of }],
      ['2', { is: 'well', well: 2, silent: 1, of }],
      ['3', { is: 'dead', well: 0, silent: 3, of }],
    ] as const);
    expect([...trusted(health).values()]).toEqual(['well', 'unknown', 'dead']);
  });

  it('are all that are well, where there is no such host', () => {
    const health = new Map([
      ['1', { is: 'well', well: 2, silent: 1, of }],
      ['2', { is: 'dead', well: 0, silent: 2, of }],
    ] as const);
    expect([...trusted(health).values()]).toEqual(['well', 'dead']);
  });
});
