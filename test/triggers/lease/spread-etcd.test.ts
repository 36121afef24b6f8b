import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../src/lib/time/clock.ts';
import type { Trigger } from '../../../src/ports/trigger.ts';
import { EtcdGateway } from '../../../src/triggers/lease/etcd-gateway.ts';
import { openLease, openStore } from '../../../src/triggers/lease/open-lease.ts';
import type { SharedParts } from '../../../src/triggers/lease/shared-parts.ts';
import { createMovesBudget } from '../../../src/triggers/moves-budget.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { settings } from '../../support/lease-host.ts';
import { noLog } from '../../support/local-state.ts';
import { startEtcd, whyNoEtcd } from '../../support/real-etcd.ts';

const patience = { timeout: 20_000, interval: 10 };
/** So long that without the watch nobody would look again for 9 s at least. */
const ttlMs = 30_000;
const parts = Array.from({ length: 12 }, (_, index) => `web.${index}`);

interface Host {
  holds(): readonly string[];
  leave(parts?: readonly string[]): Promise<unknown>;
}

function join(host: string, endpoints: readonly string[]): Host {
  const clock = systemClock;
  const tools = { clock, random: () => 0.5, host: fakeHost({ ticks: 1, pid: 1 }), log: noLog };
  const shared: SharedParts = { sessions: new Map(), looks: new Map() };
  const triggers = parts.map((lease): [string, Trigger] => {
    const trigger = openLease({
      follow: { lease, spread: parts.length },
      // Nothing is given away for the sake of balance.
      settings: { ...settings, ttlMs, endpoints, host, movesPerMinute: 0 },
      tools: { ...tools, env: {} },
      moves: createMovesBudget(clock),
      shared,
      isToWatch: true,
    });
    const onBug = (error: unknown): never => {
      throw error;
    };
    trigger.start({ onChange: () => undefined, isBusy: () => false, onBug });
    return [lease, trigger];
  });
  const leave = (those = parts): Promise<unknown> =>
    Promise.all(
      triggers.map(async ([name, trigger]) => those.includes(name) && (await trigger.close())),
    );
  onTestFinished(async () => void (await leave()));
  return {
    leave,
    holds: () =>
      triggers.flatMap(([name, trigger]) => (trigger.word().says === 'hold' ? [name] : [])),
  };
}

describe.skipIf(whyNoEtcd !== undefined)(`parts in a real etcd${whyNoEtcd ?? ''}`, () => {
  it('hang on one lease of each host, and go over at once when it leaves', async () => {
    const { endpoints } = await startEtcd();
    const first = join('lb1', endpoints);
    await expect.poll(() => first.holds(), patience).toEqual(parts);
    const second = join('lb2', endpoints);
    const store = openStore({ ...settings, endpoints }, { clock: systemClock });
    onTestFinished(() => store.close());
    const signal = AbortSignal.timeout(60_000);
    const hosts = async (): Promise<readonly string[]> => {
      const race = (await store.list(signal)).get('web.0');
      return (race?.candidates ?? []).map(({ host }) => host).toSorted();
    };
    await expect.poll(hosts, patience).toEqual(['lb1', 'lb2']);
    const gateway = new EtcdGateway({
      endpoints,
      clock: systemClock,
      timeoutMs: 5000,
      tls: {},
      login: undefined,
    });
    onTestFinished(() => gateway.close());
    const { leases } = await gateway.call('/v3/lease/leases', {}, signal);
    expect(leases).toHaveLength(2);
    // One part by itself, as where a config is read anew that is without it.
    await first.leave(['web.0']);
    await expect.poll(() => second.holds(), patience).toEqual(['web.0']);
    expect([first.holds(), await hosts()]).toEqual([parts.slice(1), ['lb2']]);
    const from = performance.now();
    const leaving = first.leave();
    await expect.poll(() => second.holds(), patience).toEqual(parts);
    const tookMs = performance.now() - from;
    await leaving;
    expect(tookMs).toBeLessThan(5000);
    console.log(`graceful: all ${parts.length} parts after ${tookMs.toFixed(0)} ms`);
  }, 60_000);
});
