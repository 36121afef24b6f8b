import { describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/lib/time/clock.ts';
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

/** How many renewals members have taken as leaders. */
async function renewalsAt(members: readonly { readonly endpoint: string }[]): Promise<number> {
  let sum = 0;
  for (const { endpoint } of members) {
    const text = await (await fetch(`${endpoint}/metrics`)).text();
    sum += Number(/^etcd_debugging_lease_renewed_total (\d+)$/m.exec(text)?.[1]);
  }
  return sum;
}

describe.skipIf(whyNoEtcd !== undefined)(`an election in a real etcd${whyNoEtcd ?? ''}`, () => {
  it('is won by one, and by the next as soon as that says good-bye', async () => {
    const { endpoints } = await startEtcd();
    // So long that without the watch nobody would look again for 9 s at least.
    const lasting = { ttlMs: 30_000 };
    const first = join('lb1', endpoints, lasting);
    await until([first], ['lb1']);
    const second = join('lb2', endpoints, lasting);
    await expect.poll(() => second.trigger.word().why, patience).toBe('lb1 has lease web');
    const from = performance.now();
    await first.trigger.close();
    const tookMs = (await until([first, second], ['lb2'])) - from;
    expect(tookMs).toBeLessThan(5000);
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
    const host = join('lb1', etcd.endpoints, { ttlMs: 5000 });
    await until([host], ['lb1']);
    const leader = await etcd.leader();
    leader.kill();
    const others = etcd.members.filter((one) => one !== leader);
    const before = await renewalsAt(others);
    await expect.poll(() => renewalsAt(others), patience).toBeGreaterThan(before);
    expect(host.trigger.word()).toMatchObject({ says: 'hold' });
    expect(host.told.map(({ says }) => says)).toEqual(['hold']);
    const [other] = others;
    other?.freeze();
    await expect.poll(() => host.trigger.word().says, patience).toBe('unknown');
    other?.thaw();
    await until([host], ['lb1']);
  }, 60_000);
});
