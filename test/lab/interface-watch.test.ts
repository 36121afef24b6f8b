import { expect, it } from 'vitest';

import { readChange } from './interface-watch.ts';

const rest = String.raw`4: eth0    inet 10.0.4.99/32 scope global eth0\       valid_lft forever`;
const atMs = Date.UTC(2026, 10, 21, 15, 56, 59) + 426.124;

it('takes the time at which ip heard of an address, to the microsecond', () => {
  const change = readChange(`[2026-11-21T15:56:59.426124] ${rest}`);
  expect(change).toEqual({ ip: '10.0.4.99', isGone: false, atMs: expect.closeTo(atMs, 2) });
});

it('tells an address that goes from one that comes', () => {
  const change = readChange(`[2026-11-21T15:56:59.426124] Deleted ${rest}`);
  expect(change).toEqual({ ip: '10.0.4.99', isGone: true, atMs: expect.closeTo(atMs, 2) });
});

it.each([
  String.raw`[2026-11-21T15:56:59.418120] 1: lo    inet6 ::1/128 scope host \ valid_lft forever`,
  rest,
  '',
])('hears nothing in %j', (line) => {
  expect(readChange(line)).toBeUndefined();
});
