import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { createHttp } from '../../src/lib/http/http.ts';
import type { Http } from '../../src/lib/http/http.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import type { Front } from '../support/front.ts';
import { startFront } from '../support/start-front.ts';

/** Connections that are kept, and have died without a word: behind a NAT, or with an IP that moved. */

interface Scene {
  readonly http: Http;
  readonly front: Front;
  readonly arrived: string[];
  /** How long the server takes. */
  slow(ms: number): void;
}

async function arrange(): Promise<Scene> {
  const arrived: string[] = [];
  let answerAfterMs = 0;
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    setTimeout(() => response.end('{}'), answerAfterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const front = await startFront({ to: `http://127.0.0.1:${port}` });
  const http = createHttp({ clock: systemClock, proxy: 'never' });
  onTestFinished(() => {
    http.close();
    server.closeAllConnections();
    server.close();
  });
  return { http, front, arrived, slow: (ms) => void (answerAfterMs = ms) };
}

interface Asked {
  readonly path: string;
  readonly write?: boolean;
  readonly isRepeatable?: boolean;
  readonly onSend?: () => void;
}

async function send(
  { http, front }: Scene,
  { path, write = false, isRepeatable = true, onSend }: Asked,
): Promise<number> {
  const begun = performance.now();
  const beforeSend = (): void => onSend?.();
  await http.send({
    method: write ? 'POST' : 'GET',
    url: `${front.url}${path}`,
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...(write ? { write: { beforeSend, isRepeatable } } : {}),
  });
  return performance.now() - begun;
}

describe('a connection that has died in silence', () => {
  it.each([
    ['a read', { path: '/x' }],
    ['a write that may be repeated', { path: '/x', write: true }],
  ])('costs %s a fraction of its timeout', async (_what, asked) => {
    const scene = await arrange();
    await send(scene, { path: '/warm', write: true });
    await send(scene, { path: '/warm' });
    scene.front.silence();
    let sent = 0;
    expect(await send(scene, { ...asked, onSend: () => void (sent += 1) })).toBeLessThan(1000);
    expect(scene.arrived.filter((one) => one.endsWith('/x'))).toHaveLength(1);
    if ('write' in asked) expect(sent).toBe(2);
    // The next one finds a connection that is alive.
    const connections = scene.front.connections();
    await send(scene, { path: '/y' });
    expect(scene.front.connections()).toBe(connections);
  });

  it('is not used for a write that may not be repeated, unless it answered a moment ago', async () => {
    const scene = await arrange();
    await send(scene, { path: '/warm' });
    await send(scene, { path: '/at-once', write: true, isRepeatable: false });
    expect(scene.front.connections()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    scene.front.silence();
    const ms = await send(scene, { path: '/x', write: true, isRepeatable: false });
    expect(ms).toBeLessThan(1000);
    expect(scene.arrived.filter((one) => one.endsWith('/x'))).toHaveLength(1);
    expect(scene.front.connections()).toBe(2);
  });
});

describe('a server that is slow', () => {
  it('is not asked twice once it is known to be', async () => {
    const scene = await arrange();
    await send(scene, { path: '/warm' });
    scene.slow(250);
    await send(scene, { path: '/first' });
    await send(scene, { path: '/second' });
    await send(scene, { path: '/third' });
    expect(scene.arrived.filter((one) => one.endsWith('/second'))).toHaveLength(1);
    expect(scene.arrived.filter((one) => one.endsWith('/third'))).toHaveLength(1);
  });

  it('is never asked twice over a connection that is new', async () => {
    const scene = await arrange();
    scene.slow(400);
    await send(scene, { path: '/first' });
    expect(scene.arrived).toHaveLength(1);
  });
});
