import { expect, it } from 'vitest';

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
