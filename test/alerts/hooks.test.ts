import { createHmac } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { hookHost } from '../support/hook.ts';
import { startReceiver } from '../support/receiver.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile } from '../support/temporary.ts';
import { token } from '../support/token.ts';

/** Alerts of hooks and of watchers, as processes of their own. */

const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  limits: { perMinute: 100000, perHour: 100000 }
  actionMs: 30
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: 111 }]
`;

const secret = 'webhook-secret-of-these-tests';

describe('a hook', () => {
  it('has a process of its own tell of a takeover, with a signature', async () => {
    const receiver = await startReceiver();
    const secretFile = temporaryFile('secret', secret);
    const host = hookHost(
      await startServedCloud(topology),
      '',
      `cluster: prod-lb
alerts:
  channels:
    - { name: ops, type: webhook, url: '${receiver.url}/in', secretFile: ${secretFile} }`,
    );
    expect(await host.run(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'])).toBe(0);
    await receiver.until(1);
    const [{ method, path, headers, body } = expect.fail()] = receiver.got;
    expect({ method, path }).toEqual({ method: 'POST', path: '/in' });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    expect(headers['x-floatip-signature']).toBe(`sha256=${signature}`);
    expect(JSON.parse(body)).toMatchObject({
      version: 1,
      kind: 'taken-over',
      cluster: 'prod-lb',
      address: { name: 'web', ip: '203.0.113.10' },
      from: '111',
      to: '222',
      cause: 'MASTER VI_1',
    });
  });
});
