import { writeFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { startReceiver } from '../support/receiver.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { startWatcher } from '../support/started-watcher.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

it('tells people once that a reload was refused, and once that it is mended', async () => {
  const [served, receiver] = await Promise.all([startServedCloud(), startReceiver()]);
  const good = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]
timing: { interval: 300ms }
alerts: { channels: [{ name: ops, type: webhook, url: '${receiver.url}/' }] }
`;
  const path = temporaryFile('config.yaml', good);
  const folder = temporaryFolder();
  const watcher = await startWatcher({
    DO_TOKEN: token,
    FLOATIP_CONFIG: path,
    FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('111') ?? '',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
  });
  writeFileSync(path, good.replace('follow: VI_1', 'folow: VI_1'));
  watcher.child.kill('SIGHUP');
  await receiver.until(1);
  watcher.child.kill('SIGHUP');
  writeFileSync(path, good);
  watcher.child.kill('SIGHUP');
  await receiver.until(2);
  const [first, second] = receiver.got.map(({ body }) => JSON.parse(body));
  expect(first).toMatchObject({ kind: 'unhealthy', status: 'firing', check: 'config' });
  expect(first.reason).toContain('folow');
  expect(first.title).toContain('config as it is now is refused');
  expect(second).toMatchObject({ kind: 'recovered', status: 'resolved', check: 'config' });
  expect(receiver.got).toHaveLength(2);
});
