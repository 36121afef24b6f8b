import { expect, it } from 'vitest';

import { createKnownHosts } from '../../../src/lib/jitter/known-hosts.ts';

it('knows hosts by their IPs, in any spelling', () => {
  const isKnown = createKnownHosts({ hosts: ['10.0.0.3', 'FD00:0::3'], clock: { now: () => 0 } });
  expect(['10.0.0.3', 'fd00::3', 'fd00::3%eth0'].map(isKnown)).toEqual([true, true, true]);
  expect(['10.0.0.4', 'fd00::4', '', 'lb2'].map(isKnown)).toEqual([false, false, false, false]);
});

it('knows them by names, which it looks up again where a stranger comes, but not often', async () => {
  let now = 0;
  const asked: string[] = [];
  let ips: readonly string[] | undefined;
  const find = async (name: string): Promise<readonly string[]> => {
    asked.push(name);
    if (ips === undefined) throw new Error('ENOTFOUND');
    return ips;
  };
  const isKnown = createKnownHosts({ hosts: ['lb2'], clock: { now: () => now }, find });
  expect(isKnown('10.0.0.3')).toBe(false);
  ips = ['10.0.0.3'];
  now = 9_999;
  expect(isKnown('10.0.0.3')).toBe(false);
  expect(asked).toEqual(['lb2']);
  now = 10_000;
  expect(isKnown('10.0.0.3')).toBe(false);
  await Promise.resolve();
  await Promise.resolve();
  expect(isKnown('10.0.0.3')).toBe(true);
  expect(asked).toEqual(['lb2', 'lb2']);
  // What was found stays where it cannot be found again.
  ips = undefined;
  now = 30_000;
  expect(isKnown('10.0.0.4')).toBe(false);
  await Promise.resolve();
  await Promise.resolve();
  expect(isKnown('10.0.0.3')).toBe(true);
});
