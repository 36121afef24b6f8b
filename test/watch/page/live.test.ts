import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';

import { expect, it, onTestFinished } from 'vitest';

import { servePages } from '../../../src/telemetry/pages.ts';
import { createChanges } from '../../../src/watch/changes.ts';
import { openPage } from '../../../src/watch/page/open-page.ts';
import type { OpenPage } from '../../../src/watch/page/open-page.ts';
import { tencentTopology } from '../../support/tencent-topology.ts';
import { startWatching, twoAddresses } from '../../support/watching.ts';
import type { Watching } from '../../support/watching.ts';
import { hostileText } from './looks.ts';

interface Shown {
  readonly watching: Watching;
  readonly page: OpenPage;
  readonly url: string;
}

async function startShown(
  options: Parameters<typeof startWatching>[0] = { config: twoAddresses },
): Promise<Shown> {
  const changes = createChanges();
  const watching = await startWatching({ ...options, changes });
  const { reloadable } = watching;
  const assets = { style: 'p{}', script: '0' };
  const page = openPage({ reloadable, lacks: [], review: () => [], changes, assets });
  const pages = { '/': () => page.page() };
  const served = await servePages('127.0.0.1:0', pages, { streams: { '/events': page.attach } });
  onTestFinished(() => {
    page.close();
    served.close();
  });
  return { watching, page, url: served.url };
}

/** A reader of what changes. */
async function read(url: string): Promise<{ response: IncomingMessage; text(): string }> {
  const request = get(`${url}/events`);
  onTestFinished(() => void request.destroy());
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk) => (text += String(chunk)));
  return { response, text: () => text };
}

it('tells of a takeover and of its end within a second, and shows them from then on', async () => {
  const { watching, page, url } = await startShown();
  await watching.pass(1000);
  const { response, text } = await read(url);
  expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  await expect.poll(text).toContain('2 addresses: 2 on others');
  const before = text().length;
  const since = (): string => text().slice(before);
  watching.hear('MASTER');
  await watching.pass(250);
  // What was sent by then is on its way in real time.
  await expect.poll(since).toContain('"taking over for "');
  const isMoved = (): boolean => watching.journal().some((line) => line.includes('"moved"'));
  while (!isMoved()) await watching.pass(100);
  await watching.pass(900);
  await expect.poll(since).toContain('failover-');
  // Only what has changed is told.
  expect(since()).not.toContain('address-six');
  const { body } = page.page();
  expect(body).toContain('2 addresses: 1 on this host, 1 on others');
  expect(body).toMatch(/<ol><li id="failover-.*web.*lb1.*lb2.*MASTER VI_1/);
});

it('shows what a cloud says as text', async () => {
  const { watching, page } = await startShown();
  const fault = {
    type: 'status',
    status: 403,
    body: JSON.stringify({ id: 'forbidden', message: hostileText }),
  } as const;
  watching.world.cloud.faults.add({ match: { service: 'digitalocean-api' }, times: 0, fault });
  await watching.pass(30_000);
  const { body, headers = {} } = page.page();
  expect(body).toContain('&lt;script&gt;');
  expect(body.match(/<script/g)).toHaveLength(1);
  expect(body).not.toContain('<img');
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'sha256-");
  expect(policy).not.toContain('unsafe');
});

it('keeps what a slow reader is behind to one message, and tells it all when it reads again', async () => {
  const { watching, url } = await startShown();
  await watching.pass(1000);
  const slow = await read(url);
  slow.response.pause();
  const quick = await read(url);
  watching.hear('MASTER');
  await watching.clock.run(expect.poll(quick.text).toContain('failover-'));
  slow.response.resume();
  await expect.poll(slow.text).toContain('failover-');
});

it('refuses readers beyond a number, and takes others once some are gone', async () => {
  const { url } = await startShown();
  const readers = [];
  for (let count = 0; count < 256; count += 1) readers.push(await read(url));
  const refused = await read(url);
  expect(refused.response.statusCode).toBe(503);
  readers[0]?.response.destroy();
  await expect.poll(async () => (await read(url)).response.statusCode).toBe(200);
});

it('shows what is on an address, as its cloud calls it', async () => {
  const entry = 'name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0, follow: VI_1';
  const config = `addresses: [{ ${entry}, eip: 203.0.113.12 }]`;
  const options = { config, topology: tencentTopology(), node: 'ins-bbbbbbbb' };
  const { watching, page } = await startShown(options);
  expect(page.page().body).not.toContain('EIP');
  await watching.pass(1000);
  expect(page.page().body).toContain('<span class="attached">EIP 203.0.113.12</span>');
});
