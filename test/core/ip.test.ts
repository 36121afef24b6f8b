import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';

import {
  isOrdinaryIpv4,
  isPrivateIp,
  ipVersion,
  normaliseIp,
  sameIp,
  sharedBits,
} from '../../src/core/ip.ts';

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

describe('what is written as a dotted quad', () => {
  const edges = [0, 1, 9, 10, 99, 100, 126, 127, 169, 172, 192, 198, 223, 224, 239, 240, 254, 255];
  const seconds = [0, 15, 16, 31, 32, 51, 168, 254, 255];
  const quads = edges.flatMap((first) => seconds.map((second) => `${first}.${second}.0.255`));

  it.each(quads)('is the same without what reads all others: %s', (ip) => {
    const parsed = ipaddr.parse(ip);
    expect(normaliseIp(ip)).toBe(parsed.toString());
    expect(isPrivateIp(ip)).toBe(parsed.range() === 'private');
    const special = ['unspecified', 'loopback', 'linkLocal', 'multicast', 'broadcast'];
    if (isOrdinaryIpv4(ip)) expect(special).not.toContain(parsed.range());
  });

  it.each([
    '01.2.3.4',
    '1.2.3.04',
    '1.2.3',
    '1.2.3.4.',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.4\n',
    ' 1.2.3.4',
  ])('is not %j', (text) => expect(isOrdinaryIpv4(text)).toBe(false));
});
