import axios from 'axios';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';

import type { Clock } from '../ports/clock.ts';
import { Failure } from '../ports/failure.ts';
import { Caller } from './caller.ts';
import { keepConnections } from './connections.ts';
import type { ProxyUse, TlsMaterial } from './connections.ts';
import type { HttpAdapter, HttpAnswer, HttpCall, HttpRequest } from './http-request.ts';
import { withoutSecrets } from './secret.ts';
import { plainHeaders } from './try-once.ts';

/** An answer of any status but a redirect, its body unread. */
export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP client that keeps its connections, follows no redirect, and bounds every request in time. */
export interface Http {
  /**
   * Throws only `Failure`, with nothing of the request's headers or body in it: `ambiguous` for a
   * write that may have reached the server, `transport` for what did not or does not matter; and what
   * `beforeSend` throws.
   */
  send(request: HttpRequest): Promise<HttpReply>;
  /**
   * For an SDK that brings its own axios instance: runs its call under the same rules. The SDK has to
   * send {@link fixedHeaders} and to apply `transformResponse` itself. An answer with a status that it
   * does not want is thrown as the SDK throws it, request headers included.
   */
  run<T>(call: HttpCall<T>): Promise<T>;
  /** Closes the connections that are kept. */
  close(): void;
}

export interface HttpOptions {
  readonly clock: Clock;
  /** A metadata service is never behind a proxy. */
  readonly proxy: ProxyUse;
  readonly tls?: TlsMaterial;
  /** Hears of every request. */
  readonly observe?: (answer: HttpAnswer) => void;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

/** Compressed answers are not understood: a few hundred bytes are not worth the start-up time. */
export const fixedHeaders = { 'user-agent': 'floatip', 'accept-encoding': 'identity' } as const;

const maxReplyBytes = 16 * 1024 * 1024;

export function createHttp({ clock, proxy, tls, adapter, observe }: HttpOptions): Http {
  const connections = keepConnections(proxy, tls);
  const rules = { maxRedirects: 0, maxContentLength: maxReplyBytes, decompress: false };
  const caller = new Caller({ clock, connections, rules, adapter, observe });
  return {
    run: (call) => caller.call(call),
    send: (request) => caller.call({ ...request, send: (config) => sendRequest(request, config) }),
    close: connections.renew,
  };
}

async function sendRequest(request: HttpRequest, config: AxiosRequestConfig): Promise<HttpReply> {
  const { method, url, headers, body } = request;
  const response = await axios.request<string>({
    ...config,
    method,
    url,
    headers: { ...fixedHeaders, ...headers },
    ...(body === undefined ? {} : { data: body }),
    responseType: 'text',
    validateStatus: () => true,
  });
  refuseRedirect(request, response);
  return { status: response.status, headers: plainHeaders(response.headers), body: response.data };
}

/** No API of a cloud redirects: somebody in between does, who may be gone for the next try. */
function refuseRedirect(
  { method, url, write }: HttpRequest,
  { status, headers }: AxiosResponse,
): void {
  if (status < 300 || status > 399) return;
  const location: unknown = headers['location'];
  const target = typeof location === 'string' ? withoutSecrets(location) : 'nowhere';
  const { host, pathname } = new URL(url);
  throw new Failure(
    write === undefined ? 'transport' : 'ambiguous',
    `${method} ${pathname} at ${host} was redirected (${status}) to ${target}, which is not followed`,
    {
      hint: `Set the endpoint in the config to what really answers, or see what stands between this host and ${host}`,
    },
  );
}
