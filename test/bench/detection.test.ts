import { describe, expect, it } from 'vitest';

import { configOf } from '../../bench/detection/config.ts';
import { besideBfd, variantOf, variants } from '../../bench/detection/variants.ts';
import type { Variant } from '../../bench/detection/variants.ts';

const plain = variantOf(0.02, ['vrrp_no_swap'], 'how');
const watched: Variant = {
  ...variantOf(1, ['bfd_no_swap']),
  bfd: { intervalMs: 20, multiplier: 5, weight: 0, priority: 120, advertInt: 0.01 },
};

describe('the keepalived.conf of a pair', () => {
  it.each([
    { side: 'a', priority: 200, other: '10.0.0.2' },
    { side: 'b', priority: 100, other: '10.0.0.1' },
  ] as const)('has no word of BFD on $side where the variant has none', ({ side, ...own }) => {
    const text = configOf(plain, { side, folder: '/folder' });
    expect(text).not.toMatch(/bfd/);
    expect(text).toMatch(/^ {4}vrrp_no_swap\n}\nvrrp_instance VI_1 {$/m);
    expect(text).toContain(`\n    priority ${own.priority}\n    advert_int 0.02\n`);
    expect(text).toContain(`unicast_peer {\n        ${own.other}\n    }\n    virtual_ipaddress {`);
    expect(text).toContain('vrrp_notify_fifo /folder/fifo root\n');
  });

  it('has the session on both hosts, each of which names the other one', () => {
    const session = (own: string, other: string): string => `bfd_instance other {
    neighbor_ip ${other}
    source_ip ${own}
    min_rx 20
    min_tx 20
    multiplier 5
    vrrp
}
`;
    const text = { folder: '/folder' };
    expect(configOf(watched, { side: 'a', ...text })).toContain(session('10.0.0.1', '10.0.0.2'));
    expect(configOf(watched, { side: 'b', ...text })).toContain(session('10.0.0.2', '10.0.0.1'));
  });

  it('tracks it on the second host alone, which has an interval and a priority of its own', () => {
    const [first, second] = (['a', 'b'] as const).map((side) =>
      configOf(watched, { side, folder: '/folder' }),
    );
    expect(first).not.toContain('track_bfd');
    expect(first).toContain('\n    priority 200\n    advert_int 1\n');
    expect(second).toContain('    track_bfd {\n        other weight 0 reverse\n    }\n');
    expect(second).toContain('\n    priority 120\n    advert_int 0.01\n');
  });
});

describe('the variants', () => {
  it.each([{ all: variants }, { all: besideBfd }])('are told apart by their names', ({ all }) => {
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('beside BFD are also among those that are written down', () => {
    const withoutBfd = besideBfd.filter(({ bfd }) => bfd === undefined);
    expect(withoutBfd.length).toBeGreaterThan(0);
    expect(variants).toEqual(expect.arrayContaining(withoutBfd));
    expect(variants.filter(({ bfd }) => bfd !== undefined)).toEqual([]);
  });
});
