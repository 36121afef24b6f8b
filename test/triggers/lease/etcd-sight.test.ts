import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/lib/time/clock.ts';
import { fsyncMsIn } from '../../../src/triggers/lease/etcd-metrics.ts';
import { lookAtMembers } from '../../../src/triggers/lease/etcd-sight.ts';
import { settings } from '../../support/lease-host.ts';
import { startEtcd, whyNoEtcd } from '../../support/real-etcd.ts';

const name = 'etcd_disk_wal_fsync_duration_seconds_bucket';

it.each([
  ['99 of 100 within 8 ms', [0, 99, 100], 8],
  ['98 of 100 within 8 ms', [0, 98, 100], Infinity],
  ['all within 4 ms', [100, 100, 100], 4],
  ['too few to tell', [10, 10, 10], undefined],
  ['none', [], undefined],
])('a disk that took %s', (_what, counts, ms) => {
  const bounds = ['0.004', '0.008', '+Inf'];
  const lines = counts.map((count, index) => `${name}{le="${bounds[index]}"} ${count}`);
  expect(fsyncMsIn(`# TYPE ${name} histogram\n${lines.join('\n')}\n`)).toBe(ms);
});

describe.skipIf(whyNoEtcd !== undefined)('a look at a real etcd', () => {
  it('tells how each member is, and which one does not answer', async () => {
    const etcd = await startEtcd();
    const leader = await etcd.leader();
    const silent = etcd.members.find((one) => one !== leader);
    silent?.kill();
    const { endpoints } = etcd;
    const signal = AbortSignal.timeout(20_000);
    const sights = await lookAtMembers({ ...settings, endpoints }, { clock: systemClock }, signal);
    const [failed, ...others] = sights.toSorted(
      (a, b) => Number(a.failure === undefined) - Number(b.failure === undefined),
    );
    expect(failed).toMatchObject({ endpoint: silent?.endpoint, failure: { class: 'transport' } });
    for (const one of others) {
      expect(one).toMatchObject({
        version: expect.stringMatching(/^3\./),
        members: 3,
        leader: others[0]?.leader,
      });
      expect(one.roundTripMs).toBeGreaterThan(0);
      expect(Math.abs(one.aheadMs ?? Infinity)).toBeLessThan(2000);
    }
  }, 60_000);
});
