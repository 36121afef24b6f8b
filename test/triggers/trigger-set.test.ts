import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { describe, expect, it } from 'vitest';

import type { Address } from '../../src/core/address.ts';
import { createTriggerSet } from '../../src/triggers/trigger-set.ts';
import type { TriggerListener } from '../../src/triggers/trigger-set.ts';
import { EmulatedEtcd } from '../chaos/lease/emulated-etcd.ts';
import { WorldClock } from '../chaos/lease/world-clock.ts';
import { fakeHost } from '../support/fake-host.ts';
import { settings } from '../support/lease-host.ts';
import { noLog } from '../support/local-state.ts';

const { ttlMs } = settings;
const clock = new WorldClock();
const etcd = new EmulatedEtcd(clock);

async function adapter(request: InternalAxiosRequestConfig): Promise<AxiosResponse> {
  const { pathname: path } = new URL(request.url ?? '');
  const said = path === '/v3/watch' ? etcd.watch() : JSON.stringify(answer(path, request.data));
  const reply = { data: said, status: 200, statusText: '', headers: {}, config: request };
  return await Promise.resolve(reply);
}

function answer(path: string, data: unknown): unknown {
  return etcd.answer(path, JSON.parse(String(data)));
}

function followed(lease: string): readonly Address[] {
  return [{ name: lease, ip: '203.0.113.10', follow: { lease } } as unknown as Address];
}

async function live(ms: number): Promise<void> {
  await clock.runUntil(clock.now() + ms, () => undefined);
}

describe('the triggers of a watcher', () => {
  it('leave a lease to run out where a write of before a reload may be on its way', async () => {
    const tools = { clock, random: () => 0.5, host: fakeHost({ ticks: 1, pid: 1 }), env: {} };
    const set = createTriggerSet({ ...tools, log: noLog, adapter });
    const leases = () => ({ ...settings, host: 'lb1', endpoints: ['http://etcd:2379'] });
    const busy = new Set<string>();
    const listener = (lease: string): TriggerListener => ({
      onWord: () => undefined,
      onNews: () => undefined,
      onBug: expect.unreachable,
      isBusy: () => busy.has(lease),
    });
    const [before, after] = [listener('web'), listener('db')];
    await set.watch({ addresses: followed('web'), leases }, before);
    while (etcd.holder() !== 'lb1') await live(1);
    busy.add('web');
    const reloading = set.watch({ addresses: followed('db'), leases }, after);
    while (etcd.holder('/floatip/db/leader') !== 'lb1') await live(1);
    await live(ttlMs / 2);
    expect(etcd.holder()).toBe('lb1');
    await live(ttlMs);
    expect(etcd.holder()).toBe(undefined);
    await reloading;
    // It has none any more, for whatever it was asked.
    set.forget(before);
    const closing = set.close();
    await live(100);
    expect(etcd.holder('/floatip/db/leader')).toBe(undefined);
    await closing;
  });
});
