import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { inspect } from 'node:util';

import { afterEach, describe, expect, it } from 'vitest';

import { createHttp } from '../../../src/lib/http/http.ts';
import type { HttpReply } from '../../../src/lib/http/http.ts';
import { systemClock } from '../../../src/lib/time/clock.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { token } from '../../support/token.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
}

const http = createHttp({ clock: systemClock, proxy: 'never' });
const write = { beforeSend: (): void => undefined, isRepeatable: false };

function send(method: 'GET' | 'POST', url: string, timeoutMs = 2000): Promise<HttpReply> {
  const headers = { authorization: `Bearer ${token}` };
  const { signal } = new AbortController();
  return http.send({
    method,
    url,
    headers,
    timeoutMs,
    signal,
    ...(method === 'POST' ? { body: { a: 1 }, write } : {}),
  });
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Failure);
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token);
  expect(JSON.stringify(error)).not.toContain(token);
  return error as Failure;
}

describe('createHttp()', () => {
  it('returns an answer of any status, its body unread', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(503, { 'X-Request-Id': 'r1' });
      response.end('<html>');
    });
    expect(await send('GET', url)).toMatchObject({
      status: 503,
      headers: { 'x-request-id': 'r1' },
      body: '<html>',
    });
  });

  it('keeps its connection', async () => {
    const ports = new Set<number | undefined>();
    const url = await listen((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('{}');
    });
    for (let request = 0; request < 3; request += 1) await send('GET', url);
    expect(ports.size).toBe(1);
  });

  it('takes a fresh connection after a broken one', async () => {
    const ports: (number | undefined)[] = [];
    const url = await listen((request, response) => {
      ports.push(request.socket.remotePort);
      if (ports.length === 2) request.socket.resetAndDestroy();
      else response.end('{}');
    });
    await send('GET', url);
    await failureOf(send('GET', url));
    await send('GET', url);
    expect(ports[0]).toBe(ports[1]);
    expect(ports[2]).not.toBe(ports[1]);
  });

  it('keeps the other connections where somebody no longer wants an answer', async () => {
    const ports: (number | undefined)[] = [];
    const leaving = new AbortController();
    const url = await listen((request, response) => {
      ports.push(request.socket.remotePort);
      if (request.url === '/left') leaving.abort(new Failure('superseded', 'No longer ours'));
      else response.end('{}');
    });
    const { signal } = leaving;
    const left = http.send({ method: 'GET', url: `${url}/left`, timeoutMs: 5000, signal });
    await Promise.allSettled([left, send('GET', url)]);
    await send('GET', url);
    expect(ports.slice(0, 2)).toContain(ports[2]);
  });

  it('follows no redirect', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(301, { location: 'https://elsewhere.test/' });
      response.end();
    });
    const failure = await failureOf(send('GET', url));
    expect(failure.class).toBe('transport');
    expect(failure.message).toContain('redirected (301) to https://elsewhere.test/');
    expect((await failureOf(send('POST', url))).class).toBe('ambiguous');
  });

  it.each([
    ['GET', 'transport'],
    ['POST', 'ambiguous'],
  ] as const)('calls a %s that got no answer %s', async (method, failureClass) => {
    const hanging = await listen(() => undefined);
    const resetting = await listen((request) => request.socket.resetAndDestroy());
    const breaking = await listen((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{', () => response.socket?.destroy());
    });
    for (const url of [hanging, resetting, breaking]) {
      expect((await failureOf(send(method, url, 200))).class).toBe(failureClass);
    }
  });

  it('knows that a POST without a connection did not land', async () => {
    const url = await listen(() => undefined);
    for (const server of servers.splice(0)) server.close();
    const failure = await failureOf(send('POST', url));
    expect(failure.class).toBe('transport');
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('ends a request with the reason of its signal', async () => {
    const url = await listen(() => undefined);
    const controller = new AbortController();
    const request = http.send({ method: 'GET', url, timeoutMs: 5000, signal: controller.signal });
    controller.abort(new Failure('superseded', 'No longer ours'));
    expect((await failureOf(request)).class).toBe('superseded');
  });

  it('does not let one broken connection break the requests beside it', async () => {
    let answerSlowly: (() => void) | undefined;
    const url = await listen((request, response) => {
      if (request.url === '/slow') answerSlowly = () => response.end('{}');
      else request.socket.resetAndDestroy();
    });
    const slow = send('GET', `${url}/slow`);
    await failureOf(send('GET', `${url}/broken`));
    answerSlowly?.();
    expect((await slow).status).toBe(200);
  });
});
