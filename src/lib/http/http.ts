import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';
import { withoutSecrets } from '../secret.ts';
import { Caller } from './caller.ts';
import { keepConnections } from './connections.ts';
import type { ProxyUse, TlsMaterial } from './connections.ts';
import type {
  Heard,
  HttpAdapter,
  HttpAnswer,
  HttpReply,
  HttpRequest,
  SdkCall,
  Way,
} from './http-request.ts';
import { contentOf, sendPlain } from './send-plain.ts';

export type { HttpReply } from './http-request.ts';

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
  run<T>(call: SdkCall<T>): Promise<T>;
  /**
   * Begins to connect to where a URL leads, so that the next request there need not wait for it. Nothing is sent;
   * what goes wrong, that request finds out.
   */
  prepare(url: string, signal: AbortSignal): void;
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
  /** Hears every request and its answer in full, secrets included. */
  readonly listen?: (heard: Heard) => void;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

/** Compressed answers are not understood: a few hundred bytes are not worth the start-up time. */
export const fixedHeaders = { 'user-agent': 'floatip', 'accept-encoding': 'identity' } as const;

const maxReplyBytes = 16 * 1024 * 1024;

export function createHttp({ clock, proxy, tls, adapter, observe, listen }: HttpOptions): Http {
  const connections = keepConnections(proxy, tls);
  const rules = { maxRedirects: 0, maxContentLength: maxReplyBytes, decompress: false };
  const caller = new Caller({ clock, connections, rules, adapter, observe, listen });
  return {
    run: (call) => caller.call({ ...call, send: (way) => call.send(way.forAxios()) }),
    send: (request) => caller.call({ ...request, send: (way) => sendRequest(request, way) }),
    prepare(url, signal) {
      if (adapter === undefined) connections.prepare(url, signal);
    },
    close: connections.close,
  };
}

async function sendRequest(request: HttpRequest, way: Way): Promise<HttpReply> {
  const headers = { ...fixedHeaders, ...request.headers };
  const reply = await sendBy(way, request, headers);
  refuseRedirect(request, reply);
  return reply;
}

async function sendBy(
  way: Way,
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
): Promise<HttpReply> {
  const { agent, signal } = way;
  if (agent === undefined) {
    const { sendByAxios } = await import('./send-by-axios.ts');
    return await sendByAxios(request, headers, way.forAxios());
  }
  const reply = await sendPlain(request, { agent, headers, signal, maxReplyBytes });
  const seen = { requestHeaders: headers, requestBody: contentOf(request.body), body: reply.body };
  way.noteAnswer({ code: String(reply.status), headers: reply.headers }, seen);
  return reply;
}

/** No API of a cloud redirects: somebody in between does, who may be gone for the next try. */
function refuseRedirect({ method, url, write }: HttpRequest, { status, headers }: HttpReply): void {
  if (status < 300 || status > 399) return;
  const { location } = headers;
  const target = location === undefined ? 'nowhere' : withoutSecrets(location);
  const { host, pathname } = new URL(url);
  throw new Failure(
    write === undefined ? 'transport' : 'ambiguous',
    `${method} ${pathname} at ${host} was redirected (${status}) to ${target}, which is not followed`,
    {
      hint: `Set the endpoint in the config to what really answers, or see what stands between this host and ${host}`,
    },
  );
}
