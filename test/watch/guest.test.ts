import { expect, it } from 'vitest';

import { createMetrics } from '../../src/telemetry/metrics.ts';
import { startWatching } from '../support/watching.ts';

const config = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1, guest: { interface: lo } }
timing: { interval: 10s }
`;

it('the watcher has the IP of an address on an interface for as long as that is here', async () => {
  const { ips, hear, pass, bugs } = await startWatching({ config });
  await pass(1000);
  hear('MASTER');
  await pass(5000);
  expect([...ips]).toEqual(['203.0.113.10']);
  ips.clear();
  await pass(15_000);
  expect([...ips]).toEqual(['203.0.113.10']);
  hear('BACKUP');
  await pass(100);
  expect([...ips]).toEqual([]);
  ips.add('203.0.113.10');
  await pass(15_000);
  expect([...ips]).toEqual([]);
  expect(bugs).toEqual([]);
});

it('the watcher leaves an interface alone before keepalived has said anything', async () => {
  const { ips, pass } = await startWatching({ config });
  ips.add('203.0.113.10');
  await pass(25_000);
  expect([...ips]).toEqual(['203.0.113.10']);
});

it('the watcher counts what it does to an interface', async () => {
  const metrics = createMetrics(() => 0);
  const watching = await startWatching({ config, metrics });
  await watching.pass(1000);
  watching.hear('MASTER');
  await watching.pass(5000);
  watching.hear('BACKUP');
  await watching.pass(1000);
  const text = await metrics.text({ cluster: undefined });
  for (const change of ['put', 'taken']) {
    expect(text).toContain(
      `floatip_guest_changes_total{vip="203.0.113.10",provider="digitalocean",change="${change}",result="ok"} 1`,
    );
  }
  const entries = watching.journal().filter((line) => line.includes('"type":"guest"'));
  expect(entries).toHaveLength(2);
});
