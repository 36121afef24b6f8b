import { describe, expect, it } from 'vitest';

import {
  givesUpSoon,
  neighbourKeys,
  neighbourLines,
  searchFor,
} from '../../src/core/neighbours.ts';

describe('how the kernel asks for a neighbour', () => {
  it.each([
    [0.01, { everyMs: 10, tries: 300 }],
    [0.02, { everyMs: 20, tries: 150 }],
    [0.07, { everyMs: 70, tries: 43 }],
    [0.1, { everyMs: 100, tries: 30 }],
    [0.33, { everyMs: 330, tries: 10 }],
    [0.34, undefined],
    [1, undefined],
  ])('with an advert every %s s', (interval, search) => {
    expect(searchFor(interval)).toEqual(search);
    expect(search !== undefined && givesUpSoon(search)).toBe(false);
  });

  it('of itself for three seconds, and no shorter', () => {
    expect(givesUpSoon({ everyMs: 1000, tries: 3 })).toBe(false);
    expect(givesUpSoon({ everyMs: 100, tries: 3 })).toBe(true);
  });

  it.each([
    ['10.0.0.3', 'eth0', 'net/ipv4/neigh/eth0'],
    ['fd00::3', 'vlan.7', 'net/ipv6/neigh/vlan.7'],
  ])('is told for %s on %s', (ip, device, folder) => {
    expect(neighbourLines(neighbourKeys(device, ip), { everyMs: 20, tries: 150 })).toEqual([
      `${folder}/retrans_time_ms = 20`,
      `${folder}/mcast_solicit = 150`,
      `${folder}/ucast_solicit = 150`,
    ]);
  });
});
