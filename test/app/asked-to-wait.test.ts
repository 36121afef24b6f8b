import { describe, expect, it } from 'vitest';

import { createRefusals } from '../../src/watch/refusals.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';
import {
  api,
  apiRequests,
  holder,
  place,
  startWatching,
  twoAddresses,
} from '../support/watching.ts';
import type { Watching } from '../support/watching.ts';

/** One answer that asks for patience without end, and how much it gets. */

const asking: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'for a day': { 'retry-after': '86400' },
  'for ever': { 'retry-after': '1e300' },
  'for even longer': { 'retry-after': '1e400' },
  'until a date in 2100': { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' },
  'until the limit is over in 2100': { 'ratelimit-reset': '4102444800' },
  'until now, as of 1970': {
    'ratelimit-reset': '1795219200',
    date: 'Thu, 01 Jan 1970 00:00:01 GMT',
  },
};
const throttled = (headers: Readonly<Record<string, string>>) =>
  ({ type: 'status', status: 429, headers: { ...headers } }) as const;

const post = { method: 'POST' };
const look = { method: 'GET', path: '/v2/reserved_ips/*' };
const take = 'notify INSTANCE VI_1 MASTER 200 --json';

describe.each(Object.entries(asking))('a takeover that is asked to wait %s', (_what, headers) => {
  it.each([
    ['its write', post],
    ['its read-back', look],
  ])('goes on after half a minute at %s', async (_place, match) => {
    const host = keepalivedHost();
    host.world.cloud.faults.add({ match, fault: throttled(headers) });
    const run = await host.run(take);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.clock.now()).toBeGreaterThanOrEqual(30_000);
    expect(host.clock.now()).toBeLessThan(32_000);
  });

  it.each([
    ['its write', post],
    ['its read-back', look],
  ])('tries a last time at %s where it has less than that', async (_place, match) => {
    const host = keepalivedHost();
    host.world.cloud.faults.add({ match, fault: throttled(headers) });
    const run = await host.run(`${take} --timeout 10`);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.clock.now()).toBeGreaterThanOrEqual(9000);
    expect(host.clock.now()).toBeLessThan(10_000);
  });
});

describe('a takeover that is asked to wait for a while', () => {
  it.each(['5', 'Sat, 21 Nov 2026 00:00:05 GMT'])('does so: %s', async (asked) => {
    const host = keepalivedHost();
    const fault = throttled({ 'retry-after': asked, date: 'Sat, 21 Nov 2026 00:00:00 GMT' });
    host.world.cloud.faults.add({ match: post, fault });
    await host.run(take);
    expect(host.clock.now()).toBeGreaterThanOrEqual(5000);
    expect(host.clock.now()).toBeLessThan(7000);
  });
});

/** How long the watcher looks at nothing at most, in the ten minutes after an odd answer. */
async function longestPause(watching: Watching): Promise<number> {
  const { clock, world } = watching;
  const from = clock.wall();
  await watching.pass(600_000);
  const looks = world.cloud.received.list().map(({ atMs }) => atMs);
  const moments = [...looks.filter((atMs) => atMs > from), clock.wall()];
  let longest = 0;
  for (const [index, atMs] of moments.entries()) {
    longest = Math.max(longest, atMs - (moments[index - 1] ?? from));
  }
  return longest;
}

describe('the watcher', () => {
  const minute = 60_000;

  it.each(Object.entries(asking))(
    'looks again after a minute, asked to wait %s',
    async (_what, headers) => {
      const watching = await startWatching({ config: twoAddresses });
      await watching.pass(5000);
      watching.world.cloud.faults.add({ match: api, fault: throttled(headers) });
      expect(await longestPause(watching)).toBeLessThanOrEqual(minute);
    },
  );

  it.each([
    { 'ratelimit-reset': '4102444800' },
    { 'ratelimit-reset': '1795222800' },
    { 'ratelimit-reset': '1e300' },
    { 'ratelimit-reset': 'never' },
    {},
  ])(
    'looks again a minute after one answer that says that no request is left: %o',
    async (more) => {
      const watching = await startWatching({ config: twoAddresses });
      await watching.pass(5000);
      const headers = { 'ratelimit-limit': '5000', 'ratelimit-remaining': '0', ...more };
      const body = '{"reserved_ip":{"ip":"203.0.113.10","droplet":null}}';
      // Both kinds are read at once.
      const fault = { type: 'status', status: 200, headers, body } as const;
      watching.world.cloud.faults.add({ match: api, times: 2, fault });
      expect(await longestPause(watching)).toBeLessThanOrEqual(minute);
    },
  );

  it('tries again with the next pass what was refused twice', async () => {
    const watching = await startWatching({ config: twoAddresses });
    await watching.pass(5000);
    const fault = { type: 'status', status: 403 } as const;
    watching.world.cloud.faults.add({ match: post, times: 2, fault });
    watching.hear('MASTER');
    await watching.pass(1000);
    expect(holder(watching)).toBe(111);
    await watching.pass(12_000);
    expect(holder(watching)).toBe(222);
    place(watching, 111);
    await watching.pass(12_000);
    expect(holder(watching)).toBe(222);
    expect(apiRequests(watching).filter(({ method }) => method === 'POST')).toHaveLength(4);
  });
});

describe('what is refused', () => {
  it('is asked for with the next pass, then after one interval, and ever more rarely', async () => {
    const clock = new FakeClock();
    const address = {
      name: 'web',
      cloud: 'digitalocean',
      kind: 'digitalocean-reserved-ip',
      ip: '203.0.113.10',
    } as const;
    const refusals = createRefusals(clock, 10_000);
    const waits: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      refusals.note(address, { error: { class: 'denied', message: 'No' } });
      const from = clock.now();
      while (refusals.isTooEarly(address)) {
        await clock.run(new Promise<void>((resolve) => clock.after(1000, resolve)));
      }
      waits.push(clock.now() - from);
    }
    expect(waits).toEqual([0, 20_000, 40_000, 60_000, 60_000]);
  });
});
