import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { createHttp } from '../../src/lib/http/http.ts';
import type { Http } from '../../src/lib/http/http.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import { Failure } from '../../src/ports/failure.ts';
import { startFront } from '../support/start-front.ts';

/** When a request that changes something is asked for the last time whether it may leave. */

interface Server {
  readonly url: string;
  /** Methods and paths that arrived. */
  readonly arrived: string[];
}

async function startServer(): Promise<Server> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    if (request.url !== '/hangs') response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, arrived };
}

/** The certificate of the tests is known to nobody. */
beforeAll(() => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
});
afterAll(() => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
});

function client(): Http {
  const http = createHttp({ clock: systemClock, proxy: 'never' });
  onTestFinished(() => http.close());
  return http;
}

interface Post {
  readonly url: string;
  readonly beforeSend: () => void;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

function post(http: Http, { url, beforeSend, signal, timeoutMs = 3000 }: Post): Promise<unknown> {
  return http.send({
    method: 'POST',
    url,
    body: {},
    timeoutMs,
    signal: signal ?? new AbortController().signal,
    write: { beforeSend, isRepeatable: true },
  });
}

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const over = new Failure('superseded', 'No longer ours');
const refuse = (): never => {
  throw over;
};

describe.each([
  ['plain', false],
  ['with TLS', true],
])('a write over a new connection, %s', (_name, isSecure) => {
  it('is asked for when its connection is ready, not before', async () => {
    const server = await startServer();
    const front = await startFront({ to: server.url, isSecure, handshakeMs: isSecure ? 300 : 0 });
    const begun = Date.now();
    let askedAt = 0;
    const beforeSend = (): void => void (askedAt = Date.now());
    await post(client(), { url: front.url, beforeSend });
    if (isSecure) expect(askedAt - begun).toBeGreaterThanOrEqual(290);
    expect(front.heardAt).toHaveLength(1);
    expect(front.heardAt[0]).toBeGreaterThanOrEqual(askedAt);
  });

  it('hands no byte over where it is no longer wanted by then', async () => {
    const server = await startServer();
    const front = await startFront({ to: server.url, isSecure, handshakeMs: isSecure ? 100 : 0 });
    expect(await thrownBy(post(client(), { url: front.url, beforeSend: refuse }))).toBe(over);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(front.connections()).toBe(1);
    expect(front.heardAt).toEqual([]);
    expect(server.arrived).toEqual([]);
  });
});

describe('a write that is ended', () => {
  it('during the handshake, is never asked for, and leaves no connection behind', async () => {
    const server = await startServer();
    const front = await startFront({ to: server.url, isSecure: true, handshakeMs: 200 });
    const ending = new AbortController();
    let asked = 0;
    const beforeSend = (): void => void (asked += 1);
    const sending = post(client(), { url: front.url, beforeSend, signal: ending.signal });
    setTimeout(() => ending.abort(over), 50);
    expect(await thrownBy(sending)).toBe(over);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked).toBe(0);
    expect(front.heardAt).toEqual([]);
    expect(front.open()).toBe(0);
  });

  it.each([false, true])(
    'without an answer, is reset: the kernel delivers nothing of it any more (TLS: %s)',
    async (isSecure) => {
      const server = await startServer();
      const front = await startFront({ to: server.url, isSecure });
      const ending = new AbortController();
      const beforeSend = (): void => void setTimeout(() => ending.abort(over), 50);
      const sending = post(client(), {
        url: `${front.url}/hangs`,
        beforeSend,
        signal: ending.signal,
      });
      expect(await thrownBy(sending)).toBe(over);
      await expect.poll(() => front.errors).toEqual(['ECONNRESET']);
    },
  );
});

describe('a write over a connection that is kept', () => {
  it('is asked for as well', async () => {
    const server = await startServer();
    const front = await startFront({ to: server.url });
    const http = client();
    let asked = 0;
    const beforeSend = (): void => void (asked += 1);
    await post(http, { url: front.url, beforeSend });
    await post(http, { url: front.url, beforeSend });
    expect({ asked, connections: front.connections() }).toEqual({ asked: 2, connections: 1 });
    expect(await thrownBy(post(http, { url: front.url, beforeSend: refuse }))).toBe(over);
    expect(server.arrived).toHaveLength(2);
  });
});

describe('a write that never left', () => {
  it.each([
    ['has no handshake', true, 'never got to', 'no TLS handshake within 0.2 s'],
    ['had its answer to come', false, 'got no answer', 'no answer within 0.2 s'],
  ])('is told from one that did: it %s', async (_how, isSecure, what, why) => {
    const server = await startServer();
    const front = await startFront({ to: server.url, isSecure, handshakeMs: isSecure ? 1000 : 0 });
    const url = `${front.url}/hangs`;
    const failure = await thrownBy(
      post(client(), { url, beforeSend: () => undefined, timeoutMs: 200 }),
    );
    expect(failure).toMatchObject({
      class: isSecure ? 'transport' : 'ambiguous',
      message: expect.stringContaining(what),
    });
    expect(String(failure)).toContain(why);
  });

  it('says what listens there where that speaks no TLS', async () => {
    const server = await startServer();
    const url = server.url.replace('http:', 'https:');
    expect(await thrownBy(post(client(), { url, beforeSend: () => undefined }))).toMatchObject({
      class: 'transport',
      message: expect.stringContaining('what listens there does not speak TLS'),
    });
  });
});
