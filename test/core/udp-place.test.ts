import { describe, expect, it } from 'vitest';

import { placeText } from '../../src/core/host-place.ts';
import { hostOf, udpPlaceOf } from '../../src/core/udp-place.ts';

describe('udpPlaceOf()', () => {
  it.each([
    ['10.0.0.2:9477', { ip: '10.0.0.2', port: 9477 }],
    ['0.0.0.0:0', { ip: '0.0.0.0', port: 0 }],
    ['[fd00::2]:9477', { ip: 'fd00::2', port: 9477 }],
    ['[::]:65535', { ip: '::', port: 65_535 }],
    ['10.0.0.2:65536', undefined],
    ['10.0.0.2', undefined],
    ['10.0.0.2:', undefined],
    ['fd00::2:9477', undefined],
    ['[10.0.0.2]:9477', undefined],
    ['lb1:9477', undefined],
    [':9477', undefined],
    ['', undefined],
  ])('%j', (text, place) => {
    expect(udpPlaceOf(text)).toEqual(place);
    if (place !== undefined) expect(placeText({ host: place.ip, port: place.port })).toBe(text);
  });
});

it.each([
  ['10.0.0.3:9477', '10.0.0.3'],
  ['10.0.0.3', '10.0.0.3'],
  ['lb2', 'lb2'],
  ['lb2.example:9477', 'lb2.example'],
  ['[fd00::3]:9477', 'fd00::3'],
  ['[fd00::3]', 'fd00::3'],
  ['http://lb2:9477/', 'lb2'],
  ['https://[fd00::3]:9477', 'fd00::3'],
])('hostOf(%j)', (peer, host) => {
  expect(hostOf(peer)).toBe(host);
});
