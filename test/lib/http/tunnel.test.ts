import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { createHttp } from '../../../src/lib/http/http.ts';
import type { Http, HttpReply } from '../../../src/lib/http/http.ts';
import { systemClock } from '../../../src/lib/time/clock.ts';
import type { Front } from '../../support/front.ts';
import { startServedCloud } from '../../support/served-cloud.ts';
import { startFront } from '../../support/start-front.ts';
import { token } from '../../support/token.ts';

/** Requests with TLS by way of an HTTP proxy. */

beforeEach(() => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
});
afterEach(() => {
  for (const name of ['NODE_TLS_REJECT_UNAUTHORIZED', 'HTTPS_PROXY', 'NO_PROXY']) {
    delete process.env[name];
  }
});

interface Proxy {
  readonly url: string;
  /** What it was asked for, and as whom. */
  readonly asked: string[];
}

async function startProxy(refusal?: string): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    const { 'proxy-authorization': as = 'nobody' } = request.headers;
    asked.push(`CONNECT ${request.url} as ${as}`);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = request.url?.split(':') ?? [];
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function startTarget(): Promise<Front> {
  const { endpoint } = await startServedCloud();
  return await startFront({ to: endpoint, isSecure: true });
}

function client(proxy: 'environment' | 'never' = 'environment'): Http {
  const http = createHttp({ clock: systemClock, proxy });
  onTestFinished(() => http.close());
  return http;
}

async function get(http: Http, { url }: Front): Promise<HttpReply> {
  const { signal } = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  return await http.send({ method: 'GET', url: `${url}/v2/x`, headers, timeoutMs: 3000, signal });
}

describe('a proxy', () => {
  it('is asked for one tunnel, which is kept', async () => {
    const [proxy, target] = [await startProxy(), await startTarget()];
    process.env['HTTPS_PROXY'] = proxy.url.replace('//', '//us%40er:se%3Acret@');
    const http = client();
    for (let request = 0; request < 5; request += 1) {
      expect((await get(http, target)).status).toBe(404);
    }
    const as = Buffer.from('us@er:se:cret').toString('base64');
    expect(proxy.asked).toEqual([`CONNECT ${new URL(target.url).host} as Basic ${as}`]);
    expect(target.connections()).toBe(1);
  });

  it('is not asked for what it is not for', async () => {
    const [proxy, target] = [await startProxy(), await startTarget()];
    process.env['HTTPS_PROXY'] = proxy.url;
    await get(client('never'), target);
    process.env['NO_PROXY'] = '127.0.0.1';
    await get(client(), target);
    expect(proxy.asked).toEqual([]);
  });

  it.each(['407 Proxy Authentication Required', '502 Bad Gateway', '200 OK'])(
    'that answers %s is named, and the request is tried again',
    async (refusal) => {
      const [proxy, target] = [await startProxy(refusal), await startTarget()];
      process.env['HTTPS_PROXY'] = proxy.url;
      const failing = get(client(), target);
      await expect(failing).rejects.toMatchObject({
        class: 'transport',
        message: expect.stringMatching(
          refusal.startsWith('200')
            ? /never got to/
            : new RegExp(
                `^The proxy 127\\.0\\.0\\.1:\\d+ answered ${refusal.slice(0, 3)} to CONNECT`,
              ),
        ),
      });
    },
  );

  it('that is silent is told from a server that is', async () => {
    const target = await startTarget();
    const silent = createServer();
    silent.on('connect', () => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { signal } = new AbortController();
    const failing = client().send({ method: 'GET', url: target.url, timeoutMs: 200, signal });
    await expect(failing).rejects.toThrow('no answer of the proxy within 0.2 s');
  });
});
