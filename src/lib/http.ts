import axios, { isAxiosError } from 'axios';
import type { AxiosRequestConfig, AxiosResponse, AxiosResponseTransformer } from 'axios';

import type { Clock } from '../ports/clock.ts';
import { Failure } from '../ports/failure.ts';
import { keepConnections } from './connections.ts';
import { withTimeout } from './deadline.ts';
import { transportFailure } from './http-failure.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** An answer of any status but a redirect, its body unread. */
export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP client that keeps its connections, refuses redirects, and bounds every request in time. */
export interface Http {
  /**
   * Throws only `Failure`, with nothing of the request's headers or body in it: `ambiguous` for a
   * POST that may have reached the server, `transport` for what did not or does not matter.
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

export interface HttpCall<T> extends Pick<HttpRequest, 'method' | 'url' | 'timeoutMs' | 'signal'> {
  readonly send: (config: AxiosRequestConfig) => Promise<T>;
}

/** What came of a request, for those who count. */
export interface HttpAnswer {
  /** The status, or `none` where no answer came. */
  readonly code: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpOptions {
  readonly clock: Clock;
  /** Whether `HTTPS_PROXY` and its siblings apply. A metadata service is never behind a proxy. */
  readonly proxy: 'environment' | 'never';
  /** Hears of every request. */
  readonly observe?: (answer: HttpAnswer) => void;
  /** Replaces the network, for tests. */
  readonly adapter?: NonNullable<AxiosRequestConfig['adapter']>;
}

/** Compressed answers are not understood: a few hundred bytes are not worth the start-up time. */
export const fixedHeaders = { 'user-agent': 'floatip', 'accept-encoding': 'identity' } as const;

const noAnswer: HttpAnswer = { code: 'none', headers: {} };

const maxReplyBytes = 16 * 1024 * 1024;

export function createHttp({ clock, proxy, adapter, observe }: HttpOptions): Http {
  const rules: AxiosRequestConfig = {
    adapter: adapter ?? 'http',
    maxRedirects: 0,
    maxContentLength: maxReplyBytes,
    decompress: false,
    ...(proxy === 'never' ? { proxy: false } : {}),
  };
  const connections = keepConnections();

  const run = async <T>(call: HttpCall<T>): Promise<T> => {
    let answer = noAnswer;
    // Sees the headers of every answer, also where an SDK passes on nothing but the body.
    const transformResponse: AxiosResponseTransformer = (data: unknown, headers, status) => {
      answer = { code: String(status), headers: plainHeaders(headers) };
      return data;
    };
    try {
      const { timeoutMs: ms, signal: parent } = call;
      const onTimeout = (): Failure => transportFailure(call, `no answer within ${ms / 1000} s`);
      return await withTimeout({ clock, ms, parent, onTimeout }, (signal) =>
        call.send({ ...rules, ...connections.agentFor(call.url), signal, transformResponse }),
      );
    } catch (error) {
      // The next try must not meet the same broken connection; who left says nothing about the others.
      if (!answered(error) && !call.signal.aborted) connections.renew();
      if (!answered(error)) answer = noAnswer;
      throw error instanceof Failure || answered(error) ? error : transportFailure(call, error);
    } finally {
      observe?.(answer);
    }
  };

  return {
    run,
    send: (request) => run({ ...request, send: (config) => sendRequest(request, config) }),
    close: connections.renew,
  };
}

/** Whether the server answered in full, only not with the status that the caller's axios wanted. */
function answered(error: unknown): boolean {
  return isAxiosError(error) && error.response?.data !== undefined;
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

function refuseRedirect({ method, url }: HttpRequest, { status, headers }: AxiosResponse): void {
  if (status < 300 || status > 399) return;
  const target = typeof headers['location'] === 'string' ? headers['location'] : 'nowhere';
  throw new Failure('config', `${method} ${url} was redirected to ${target}, which is refused`, {
    hint: 'Set the endpoint in the config to the address that really answers',
  });
}

/** Headers as plain text under lower-case names. */
export function plainHeaders(headers: object): Record<string, string> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return Object.fromEntries(entries);
}
