import { createConnection } from 'node:net';

import { expect, it, onTestFinished } from 'vitest';

import { servePages } from '../../src/telemetry/pages.ts';
import type { Page } from '../../src/telemetry/pages.ts';

const page: Page = { status: 200, type: 'text/plain', body: 'here\n' };

async function listen(): Promise<number> {
  const served = await servePages('127.0.0.1:0', { '/page': () => page });
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
