import { describe, expect, it } from 'vitest';

import { ipVersion, normaliseIp, sameIp, sharedBits } from '../../src/core/ip.ts';

describe('normaliseIp()', () => {
  it.each([
    ['203.0.113.10', '203.0.113.10'],
    ['2001:DB8:0:0:0:0:0:10', '2001:db8::10'],
    ['2001:db8::0010', '2001:db8::10'],
    ['2604:a880:800:14::42c3:d000', '2604:a880:800:14::42c3:d000'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
  ])('spells %s as %s', (text, normal) => {
    expect(normaliseIp(text)).toBe(normal);
  });

  it.each([
    '',
    'web',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.010.1',
    '10.1',
    '0x7f.0.0.1',
    '2001:db8::10::1',
    'fe80::1%eth0',
    '203.0.113.10/32',
    ' 203.0.113.10',
  ])('refuses %j', (text) => {
    expect(normaliseIp(text)).toBeUndefined();
  });
});

describe('sameIp()', () => {
  it('compares addresses, not spellings', () => {
    expect(sameIp('2001:DB8::10', '2001:db8:0::0010')).toBe(true);
    expect(sameIp('203.0.113.10', '203.0.113.1')).toBe(false);
    expect(sameIp('web', 'web')).toBe(false);
  });
});

describe('ipVersion()', () => {
  it('tells 4 from 6', () => {
    expect([ipVersion('203.0.113.10'), ipVersion('2001:db8::10')]).toEqual([4, 6]);
  });
});

describe('sharedBits()', () => {
  it.each([
    ['10.0.4.30', '10.0.4.30', 32],
    ['10.0.4.30', '10.0.4.31', 31],
    ['10.0.4.30', '10.0.5.30', 23],
    ['10.0.4.30', '138.0.4.30', 0],
    ['255.255.255.255', '0.0.0.0', 0],
  ])('of %s and %s is %i', (left, right, bits) => {
    expect(sharedBits(left, right)).toBe(bits);
  });
});
