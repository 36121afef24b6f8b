import type { AxiosRequestConfig, AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import type { Attempt } from './attempt.ts';

/** What is asked of an HTTP client. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Of a request that is to change something. */
  readonly write?: HttpWrite;
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

/** A request that something else sends, an SDK for example. */
export interface HttpCall<T> extends Pick<
  HttpRequest,
  'method' | 'url' | 'timeoutMs' | 'signal' | 'write'
> {
  /** Begins it. Called again where the first one stays without an answer. */
  readonly send: (config: AxiosRequestConfig) => Promise<T>;
}

/** What came of a request, for those who count. */
export interface HttpAnswer {
  /** The status, or `none` where no answer came. */
  readonly code: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Replaces the network, for tests. It has to ask the attempt before it takes a request. */
export type HttpAdapter = (
  config: InternalAxiosRequestConfig,
  attempt: Attempt,
) => Promise<AxiosResponse>;
