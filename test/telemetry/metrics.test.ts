import { expect, it } from 'vitest';

import type { Address } from '../../src/core/address.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { ReadableMetrics } from '../../src/telemetry/metrics.ts';

const web: Address = {
  name: 'web',
  cloud: 'digitalocean',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.10',
};
const mail: Address = {
  name: 'mail',
  cloud: 'digitalocean',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.11',
};
const pub: Address = { name: 'pub', cloud: 'tencent', kind: 'tencent-eip', id: 'eip-11111111' };

/** The lines that tell of something, as names and labels with their values. */
async function told(metrics: ReadableMetrics, cluster?: string): Promise<readonly string[]> {
  const text = await metrics.text({ cluster });
  return text
    .split('\n')
    .filter((line) => /^floatip_(owner|desired_owner|ratelimit|last_reconcile)/.test(line))
    .map((line) => line.replace(/^floatip_/, ''));
}

it('tells nothing more of what is no longer watched', async () => {
  const metrics = createMetrics(() => 0);
  for (const address of [web, mail, pub]) metrics.seen(address, true, true);
  for (const cloud of ['digitalocean', 'tencent'] as const) {
    metrics.passed(cloud);
    metrics.remaining(cloud, 7);
  }
  expect(await told(metrics)).toHaveLength(10);
  // With another name it is the same.
  metrics.watching([{ ...web, name: 'www' }]);
  expect(await told(metrics)).toEqual([
    'owner{vip="203.0.113.10",provider="digitalocean"} 1',
    'desired_owner{vip="203.0.113.10",provider="digitalocean"} 1',
    'ratelimit_remaining{provider="digitalocean"} 7',
    'last_reconcile_success_timestamp_seconds{provider="digitalocean"} 0',
  ]);
});

it('is labelled with the cluster, as it is called at the time', async () => {
  const metrics = createMetrics(() => 0);
  metrics.seen(web, true, true);
  expect((await told(metrics, 'a'))[0]).toContain('cluster="a"');
  expect((await told(metrics, 'b'))[0]).toContain('cluster="b"');
  expect((await told(metrics))[0]).not.toContain('cluster');
});
