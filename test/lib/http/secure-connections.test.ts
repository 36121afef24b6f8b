import { createServer } from 'node:https';
import { createServer as createPlainServer, isIP } from 'node:net';
import type { LookupFunction, Server } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SecureVersion } from 'node:tls';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Attempt } from '../../../src/lib/http/attempt.ts';
import type { TlsMaterial } from '../../../src/lib/http/connections.ts';
import { dial } from '../../../src/lib/http/dial.ts';
import { createHttp } from '../../../src/lib/http/http.ts';
import type { Http } from '../../../src/lib/http/http.ts';
import { systemClock } from '../../../src/lib/time/clock.ts';
import { testCertificate, testKey } from '../../support/certificate.ts';

const { signal } = new AbortController();

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

interface Bench {
  readonly url: string;
  /** Of each connection with a request, whether it resumed the session of another. */
  readonly resumed: readonly boolean[];
  readonly http: Http;
}

/** A server that keeps no connection. */
async function startServer(maxVersion: SecureVersion, own: TlsMaterial = {}): Promise<Bench> {
  const resumed: boolean[] = [];
  const server = createServer(
    { key: testKey, cert: testCertificate, maxVersion },
    (request, response) => {
      resumed.push(request.socket instanceof TLSSocket && request.socket.isSessionReused());
      response.writeHead(200, { connection: 'close' }).end('{}');
    },
  );
  const url = `https://localhost:${await listen(server)}`;
  const http = createHttp({
    clock: systemClock,
    proxy: 'never',
    tls: { ca: testCertificate, ...own },
  });
  onTestFinished(http.close);
  return { url, resumed, http };
}

async function get({ http, url }: Bench): Promise<number> {
  const { status } = await http.send({ method: 'GET', url, timeoutMs: 2000, signal });
  return status;
}

describe('a connection with TLS', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'that is made ahead of its request resumes the session of the last one, with %s',
    async (version) => {
      const bench = await startServer(version);
      await get(bench);
      bench.http.prepare(bench.url, signal);
      await get(bench);
      await get(bench);
      expect(bench.resumed).toEqual([false, true, true]);
    },
  );

  it.each(['made ahead', 'made for its request'])(
    'that is %s fails its request where its own certificate cannot be used, and nothing else',
    async (when) => {
      const bench = await startServer('TLSv1.3', { cert: 'no certificate', key: testKey });
      if (when === 'made ahead') bench.http.prepare(bench.url, signal);
      await expect(get(bench)).rejects.toThrow(/PEM/);
      expect(bench.resumed).toEqual([]);
    },
  );
});

describe('dial()', () => {
  it('has time for something else once only the network is waited for', async () => {
    const port = await listen(createPlainServer((socket) => socket.destroy()));
    const seen: string[] = [];
    const lookup: LookupFunction = (_name, { all }, callback) => {
      setImmediate(() => {
        seen.push('the name is resolved');
        const address = '127.0.0.1';
        if (all) callback(null, [{ address, family: isIP(address) }]);
        else callback(null, address, isIP(address));
      });
    };
    const attempt: Attempt = {
      signal,
      progress: { phase: 'name', hasLeft: false },
      beforeSend: () => undefined,
    };
    const target = { host: 'api.test', port, lookup };
    const socket = await dial(target, attempt, () => void seen.push('something else'));
    seen.push('connected');
    socket.destroy();
    expect(seen).toEqual(['the name is resolved', 'something else', 'connected']);
  });
});
