import type { Agent } from 'node:http';

import type { AxiosRequestConfig, AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import type { Attempt } from './attempt.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT';

/** What is asked of an HTTP client. */
export interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Of a request that is to change something. */
  readonly write?: HttpWrite;
}

/** An answer of any status but a redirect, its body unread. */
export interface HttpReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What has to be known of a request that is to change something. */
export interface HttpWrite {
  /**
   * Called when a connection is ready, right before the first byte leaves, and again where the request
   * is sent once more. Throws where it is not to be sent any more.
   */
  beforeSend(): void;
  /** Whether sending it twice comes to the same as sending it once, whatever others do in between. */
  readonly isRepeatable: boolean;
}

/** What was sent and what came, as it was on the wire or as an SDK has it. */
export interface Seen {
  readonly requestHeaders: object;
  readonly requestBody: unknown;
  readonly body: unknown;
}

/** How one try of a request goes out. */
export interface Way {
  readonly signal: AbortSignal;
  /** Makes its connection; without one, only axios knows how: by a proxy, or without a network. */
  readonly agent: Agent | undefined;
  /** Hears that an answer came. */
  noteAnswer(answer: HttpAnswer, seen: Seen): void;
  /** The same as axios takes it, which hears of the answer by itself. */
  forAxios(): AxiosRequestConfig;
}

/** A request that is sent as often as it takes. */
export interface HttpCall<T> extends Pick<
  HttpRequest,
  'method' | 'url' | 'timeoutMs' | 'signal' | 'write'
> {
  /** Begins it. Called again where the first one stays without an answer. */
  readonly send: (way: Way) => Promise<T>;
}

/** A request that an SDK sends, which brings its own axios. */
export interface SdkCall<T> extends Omit<HttpCall<T>, 'send'> {
  readonly send: (config: AxiosRequestConfig) => Promise<T>;
}

/** What came of a request, for those who count. */
export interface HttpAnswer {
  /** The status, or `none` where no answer came. */
  readonly code: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A request and its answer in full, for who compares clouds. It holds secrets: nothing of it may be kept as it is. */
export interface Heard extends HttpAnswer {
  readonly method: HttpMethod;
  readonly url: string;
  /** Names in lower case. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  /** As it came: a text, or what an SDK made of it; `undefined` where no answer came. */
  readonly body: unknown;
  /** Whether it was ended here before an answer came, which says nothing of the cloud. */
  readonly isGivenUp: boolean;
  /** From the first byte that was sent to the end of the answer. */
  readonly ms: number;
}

/** Replaces the network, for tests. It has to ask the attempt before it takes a request. */
export type HttpAdapter = (
  config: InternalAxiosRequestConfig,
  attempt: Attempt,
) => Promise<AxiosResponse>;
