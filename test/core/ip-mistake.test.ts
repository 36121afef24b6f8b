import { describe, expect, it } from 'vitest';

import { ipMistake } from '../../src/core/ip-mistake.ts';

describe('ipMistake', () => {
  it.each([
    ['203.0.113.10/32', 'a prefix length', '203.0.113.10'],
    ['2001:db8::10/64', 'a prefix length', '2001:db8::10'],
    ['203.0.113.10/255.255.255.0', 'a network mask', '203.0.113.10'],
    ['fe80::1%eth0', 'a zone', 'fe80::1'],
    ['fe80::1%eth0/64', 'a zone and a prefix length', 'fe80::1'],
    ['203.0.113.10:443', 'a port', '203.0.113.10'],
    ['[2001:db8::10]:443', 'a port', '2001:db8::10'],
    ['[fe80::1%eth0]:443', 'a port', 'fe80::1'],
    ['[2001:DB8::10]', 'brackets around it', '2001:db8::10'],
    ['https://203.0.113.10:8443/status', 'a URL around it', '203.0.113.10'],
    ['http://[2001:db8::10]/', 'a URL around it', '2001:db8::10'],
    ['203.0.113.10,', 'a comma, a full stop or quotes', '203.0.113.10'],
    ['"203.0.113.10"', 'a comma, a full stop or quotes', '203.0.113.10'],
    [' 203.0.113.10', 'blanks around it, or characters of full width', '203.0.113.10'],
    ['２０３。０。１１３。１０', 'blanks around it, or characters of full width', '203.0.113.10'],
    ['203.0.113.010', 'zeros in front of its numbers', '203.0.113.10'],
  ])('%s is an IP address with %s', (text, what, ip) => {
    expect(ipMistake(text)).toEqual({ what, ip });
  });

  it.each(['web', '203.0.113', '203.0.113.999/32', '52:54:00:00:00:0a', 'lb.example.com:443', ''])(
    '%j means none',
    (text) => {
      expect(ipMistake(text)).toBeUndefined();
    },
  );
});
