import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { onTestFinished } from 'vitest';

import { testCertificate, testKey } from './certificate.ts';

/** A message as it came in. */
interface Got {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Reply {
  readonly status?: number;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Receiver {
  readonly url: string;
  readonly got: readonly Got[];
  /** Resolves once so many have come. */
  until(count: number): Promise<void>;
  /** What it answers from now on; `hang` for nothing at all. */
  answer: (got: Got) => Reply | 'hang';
}

/** A server on loopback that takes what channels send. */
export async function startReceiver(
  answer: Receiver['answer'] = () => ({ body: 'ok' }),
  { isSecure = false } = {},
): Promise<Receiver> {
  const got: Got[] = [];
  const waiting = new Set<() => void>();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://receiver');
    const one = {
      at: Date.now(),
      method: request.method ?? '',
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body,
    };
    got.push(one);
    const reply = receiver.answer(one);
    if (reply !== 'hang') {
      const { status = 200, headers = {}, body: said = '' } = reply;
      const isText = typeof said === 'string';
      response.writeHead(status, {
        'content-type': isText ? 'text/plain' : 'application/json',
        ...headers,
      });
      response.end(isText ? said : JSON.stringify(said));
    }
    for (const look of waiting) look();
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    receive(request, response).catch(() => response.destroy());
  };
  const server = isSecure
    ? createSecureServer({ key: testKey, cert: testCertificate }, handle)
    : createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `${isSecure ? 'https' : 'http'}://127.0.0.1:${port}`,
    got,
    answer,
    until: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (got.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
  return receiver;
}
