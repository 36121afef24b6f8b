import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/lib/clock.ts';
import { openStore } from '../../../src/triggers/lease/open-lease.ts';
import { holders, joinElection, leavesWithTest, settings } from '../../support/lease-host.ts';
import type { LeaseHost } from '../../support/lease-host.ts';
import { startEtcd, whyNoEtcd } from '../../support/real-etcd.ts';

const patience = { timeout: 20_000, interval: 5 };

function join(name: string, endpoints: readonly string[], rest: object = {}): LeaseHost {
  return leavesWithTest(joinElection(name, { endpoints, ...rest }));
}

async function until(hosts: readonly LeaseHost[], wanted: readonly string[]): Promise<number> {
  await expect.poll(() => holders(hosts), patience).toEqual(wanted);
  return performance.now();
}

describe.skipIf(whyNoEtcd !== undefined)(`an election in a real etcd${whyNoEtcd ?? ''}`, () => {
  it('is won by one, and by the next within 100 ms of a good-bye', async () => {
    const { endpoints } = await startEtcd();
    const first = join('lb1', endpoints);
    await until([first], ['lb1']);
    const second = join('lb2', endpoints);
    await expect.poll(() => second.trigger.word().why, patience).toBe('lb1 has lease web');
    const from = performance.now();
    await first.trigger.close();
    const tookMs = (await until([first, second], ['lb2'])) - from;
    // On a busy machine more; a look every third of a lease alone would take 500 ms on average.
    expect(tookMs).toBeLessThan(400);
    console.log(`graceful: ${tookMs.toFixed(0)} ms`);
    expect(Number(second.trigger.word().epoch)).toBeGreaterThan(0);
  }, 60_000);

  it('is over for a host whose lease is dead, whatever the status of the answer says', async () => {
    const { endpoints } = await startEtcd(1);
    const host = join('lb1', endpoints);
    await until([host], ['lb1']);
    const store = openStore({ ...settings, endpoints }, { clock: systemClock });
    const signal = AbortSignal.timeout(20_000);
    const { holder } = await store.look('web', signal);
    await store.revoke(holder?.id ?? '', signal);
    expect(await store.renew(holder?.id ?? '', signal)).toBeUndefined();
    store.close();
    // It begins anew, with a lease of its own and a later epoch.
    await expect
      .poll(() => Number(host.trigger.word().epoch), patience)
      .toBeGreaterThan(Number(holder?.epoch));
  }, 60_000);

  it('goes on when the member of etcd that leads is killed, and no more without most members', async () => {
    const etcd = await startEtcd();
    const host = join('lb1', etcd.endpoints);
    await until([host], ['lb1']);
    const leader = await etcd.leader();
    leader.kill();
    await new Promise((resolve) => setTimeout(resolve, 3500));
    expect(host.trigger.word()).toMatchObject({ says: 'hold' });
    expect(host.told.map(({ says }) => says)).toEqual(['hold']);
    const other = etcd.members.find((one) => one !== leader);
    other?.freeze();
    await expect.poll(() => host.trigger.word().says, patience).toBe('unknown');
    other?.thaw();
    await until([host], ['lb1']);
  }, 60_000);
});
