import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { servePages } from '../../src/telemetry/pages.ts';
import type { Page, Pages } from '../../src/telemetry/pages.ts';

const page: Page = { status: 200, type: 'text/plain', body: 'here\n' };

async function listen(pages: Pages = { '/page': () => page }): Promise<number> {
  const served = await servePages('127.0.0.1:0', pages);
  onTestFinished(() => served.close());
  return Number(new URL(served.url).port);
}

/** What comes back for these bytes, up to the end of the connection. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let reply = '';
    const socket = createConnection(port, '127.0.0.1', () => socket.end(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => (reply += String(chunk)));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(reply));
  });
}

function request(target: string, method = 'GET'): string {
  return `${method} ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`;
}

it('answers with the page of a path, and with 404 where there is none', async () => {
  const port = await listen();
  expect(await exchange(port, request('/page?now'))).toMatch(/^HTTP\/1.1 200 .*\nhere\n/s);
  expect(await exchange(port, request('/other'))).toMatch(/^HTTP\/1.1 404 /);
  expect(await exchange(port, request('/page', 'POST'))).toMatch(/^HTTP\/1.1 405 /);
});

it.each([
  '//',
  '//[',
  '///',
  '/\\',
  'http://',
  'http://[',
  '*',
  '/__proto__',
  '/%',
  '/constructor',
])('goes on serving after a request for %s', async (target) => {
  const port = await listen();
  const reply = await exchange(port, request(target));
  expect(reply).toMatch(/^HTTP\/1.1 40[04] /);
  expect(await exchange(port, request('/page'))).toContain('here');
});

it.each([
  ['no HTTP', '\u0000\u0001\r\n\r\n'],
  [
    'half a body',
    'GET /page HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\nconnection: close\r\n\r\nx',
  ],
  [
    'a chunk without end',
    'POST /page HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  ],
  [
    'an upgrade',
    'GET /page HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: a\r\n\r\n\r\n\r\n',
  ],
  ['a tunnel', 'CONNECT //:0 HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['an expectation', 'GET /page HTTP/1.1\r\nhost: x\r\nexpect: x\r\nconnection: close\r\n\r\n'],
  ['no host', 'GET /page HTTP/1.1\r\n\r\n'],
])('goes on serving after %s', async (_what, bytes) => {
  const port = await listen();
  await exchange(port, bytes);
  expect(await exchange(port, request('/page'))).toContain('here');
});

/** A connection that sends this and reads nothing. */
async function stalled(port: number, bytes: string): Promise<Socket> {
  const socket = createConnection(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.pause();
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

it('answers whoever comes while hundreds read nothing, and keeps few of those', async () => {
  const big: Page = { status: 200, type: 'text/plain', body: 'x'.repeat(1024 * 1024) };
  let answered = 0;
  const bigPage = (): Page => {
    answered += 1;
    return big;
  };
  const port = await listen({ '/big': bigPage, '/page': () => page });
  const keepAlive = 'GET /big HTTP/1.1\r\nhost: x\r\n\r\n';
  const sockets: Socket[] = [];
  for (let count = 0; count < 300; count += 1) sockets.push(await stalled(port, keepAlive));
  expect(await exchange(port, request('/page'))).toContain('here');
  const open = (): number => connectionsTo(port);
  await expect.poll(open).toBeLessThanOrEqual(100);
  expect(answered).toBeGreaterThan(50);
});

it('answers one request of a connection, however many are sent at once', async () => {
  let answered = 0;
  const counted = (): Page => {
    answered += 1;
    return page;
  };
  const port = await listen({ '/page': counted });
  await exchange(port, 'GET /page HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(500));
  expect(answered).toBe(1);
});

/** Those that the server has not closed, by what the kernel says. */
function connectionsTo(port: number): number {
  const at = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const established = '01';
  const rows = readFileSync('/proc/net/tcp', 'latin1')
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return rows.filter(([, local, , state]) => local === at && state === established).length;
}

describe('a question of another host', () => {
  const ask = async (type: string, body: string): Promise<string> => {
    const questions = {
      '/ask': (asked: string): Page => ({ ...page, body: `heard ${asked}\n` }),
    };
    const served = await servePages('127.0.0.1:0', {}, { questions });
    onTestFinished(() => served.close());
    const { length } = Buffer.from(body);
    const head = `POST /ask HTTP/1.1\r\nhost: x\r\nconnection: close\r\n`;
    const bytes = `${head}content-type: ${type}\r\ncontent-length: ${length}\r\n\r\n${body}`;
    return await exchange(Number(new URL(served.url).port), bytes);
  };

  it('is answered', async () => {
    expect(await ask('application/json', '{"a":1}')).toMatch(/ 200 .*heard \{"a":1\}\n/s);
  });

  it.each([
    // As a form in a page of somebody else would send it.
    ['that is no JSON', 'text/plain', '{}'],
    ['that is too long', 'application/json', 'x'.repeat(5000)],
  ])('%s is not', async (_, type, body) => {
    expect(await ask(type, body)).toMatch(/^HTTP\/1.1 400 /);
  });
});
