import { request as requestByHttp } from 'node:http';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

import type { HttpReply, HttpRequest } from './http-request.ts';
import { plainHeaders } from './plain-headers.ts';

export interface PlainOptions {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly maxReplyBytes: number;
}

/**
 * Sends a request by Node's own client, which is there in a millisecond where axios takes several: they are
 * downtime in a takeover. Follows no redirect. Throws what Node does.
 */
export function sendPlain(
  { method, url, body }: Pick<HttpRequest, 'method' | 'url' | 'body'>,
  options: PlainOptions,
): Promise<HttpReply> {
  const { agent, signal } = options;
  const content = contentOf(body);
  const headers = { ...headersFor(content), ...options.headers };
  return new Promise((resolve, reject) => {
    const request = starterFor(url)(url, { method, agent, headers });
    const abort = (): void => void request.destroy(asError(signal.reason));
    const end = (): void => signal.removeEventListener('abort', abort);
    const fail = (error: unknown): void => {
      end();
      reject(error);
    };
    request.once('response', (response) => {
      resolve(read(response, options).finally(end));
    });
    // It stays: what comes after the first one is about nothing more.
    request.on('error', fail);
    request.on('socket', (socket) => socket.setKeepAlive(true, keepAliveMs));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    request.end(content);
  });
}

const keepAliveMs = 60_000;

/** TLS takes milliseconds to load, which a plain connection need not wait for. */
function starterFor(url: string): (...args: Parameters<typeof requestByHttp>) => ClientRequest {
  return url.startsWith('https:') ? process.getBuiltinModule('node:https').request : requestByHttp;
}

/** What of it goes on the wire; nothing where there is none. */
export function contentOf(body: unknown): string | undefined {
  return typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
}

function headersFor(content: string | undefined): Readonly<Record<string, string | number>> {
  const accept = 'application/json, text/plain, */*';
  if (content === undefined) return { accept };
  return {
    accept,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
  };
}

function read(response: IncomingMessage, { maxReplyBytes }: PlainOptions): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= maxReplyBytes) return;
      reject(new Error(`the answer is longer than ${maxReplyBytes} bytes`));
      response.destroy();
    });
    response.once('end', () => {
      const text = Buffer.concat(chunks).toString();
      const { statusCode: status = 0, headers } = response;
      // Some servers begin with the mark of a byte order.
      resolve({ status, headers: plainHeaders(headers), body: text.replace(/^\uFEFF/, '') });
    });
    response.once('error', reject);
    response.once('close', () => reject(new Error('the answer broke off')));
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
