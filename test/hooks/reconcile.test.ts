import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { ending } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

const ips = Array.from({ length: 1000 }, (_, index) => `198.18.${index >> 8}.${index & 255}`);

// A Droplet holds one reserved IP, so all but the first of them are elsewhere.
const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  droplets:
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
${ips.map((_, index) => `    - { id: ${1000 + index}, name: n${index}, region: nyc3 }`).join('\n')}
  reservedIps:
${ips.map((ip, index) => `    - { ip: ${ip}, region: nyc3, droplet: ${index === 0 ? 222 : 1000 + index} }`).join('\n')}
`;

const config = `
addresses:
${ips
  .map((ip, index) => {
    const follow = index === 0 ? 'VI_1' : 'VI_2';
    return `  - { name: a${index}, kind: digitalocean-reserved-ip, ip: ${ip}, follow: ${follow} }`;
  })
  .join('\n')}
`;

it('one reconcile of 1,000 addresses needs five reads at most, and less than 150 MB', async () => {
  const served = await startServedCloud(topology);
  const folder = temporaryFolder();
  const rss = temporaryFile('rss', '');
  const env = {
    DO_TOKEN: token,
    FLOATIP_CONFIG: temporaryFile('config.yaml', config),
    FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('222'),
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    MAX_RSS_FILE: rss,
  };
  const run = async (...args: readonly string[]): Promise<number | string> => {
    const preload = ['-r', './test/support/max-rss.cjs', 'bin/floatip.js'];
    return await ending(spawn(process.execPath, [...preload, ...args], { env, stdio: 'ignore' }));
  };
  expect(await run('notify', 'INSTANCE', 'VI_1', 'MASTER', '200')).toBe(0);
  expect(await run('notify', 'INSTANCE', 'VI_2', 'BACKUP', '100')).toBe(0);
  served.cloud.received.clear();
  expect(await run('reconcile')).toBe(0);
  const api = served.cloud.received.list().filter(({ service }) => service === 'digitalocean-api');
  expect(api.length).toBeLessThanOrEqual(5);
  expect(api.every(({ method }) => method === 'GET')).toBe(true);
  const megabytes = Number(readFileSync(rss, 'utf8')) / 1024;
  console.log(`${api.length} reads, ${megabytes.toFixed(0)} MB`);
  expect(megabytes).toBeGreaterThan(20);
  expect(megabytes).toBeLessThan(150);
});
