import type { AxiosRequestConfig, AxiosResponseTransformer } from 'axios';

import { Failure, isFailure } from '../../ports/failure.ts';
import { isRecord } from '../json.ts';
import type { Attempt, Progress } from './attempt.ts';
import type { Connections } from './connections.ts';
import { transportFailure } from './http-failure.ts';
import type { HttpAdapter, HttpAnswer, HttpCall, Seen, Way } from './http-request.ts';
import { plainHeaders } from './plain-headers.ts';

export interface TryOptions {
  readonly rules: AxiosRequestConfig;
  readonly connections: Connections;
  readonly adapter: HttpAdapter | undefined;
  readonly signal: AbortSignal;
  /** Kept up to date. */
  readonly progress: Progress;
  /** Hears that the request leaves now. */
  readonly onSent: (isReused: boolean) => void;
  /** Hears how it ended. */
  readonly onEnd: (answer: HttpAnswer, exchange: Exchange) => void;
}

/** What was sent and what came, and whether anybody waited for it. */
export interface Exchange extends Seen {
  /** Nobody wanted to know any more: that no answer came says nothing of the server. */
  readonly isGivenUp: boolean;
}

const nothingSeen: Exchange = {
  requestHeaders: {},
  requestBody: undefined,
  body: undefined,
  isGivenUp: false,
};

export const noAnswer: HttpAnswer = { code: 'none', headers: {} };

/** Sends a request once. Throws as `Http.run` does. */
export async function tryOnce<T>(call: HttpCall<T>, options: TryOptions): Promise<T> {
  const { connections, signal, progress, onEnd } = options;
  let answer = noAnswer;
  let exchange: Exchange = nothingSeen;
  const started = start(call, options);
  const noteAnswer: Way['noteAnswer'] = (one, seen) => {
    answer = one;
    exchange = { ...seen, isGivenUp: false };
  };
  try {
    return await call.send(wayOf(call.url, { attempt: started.attempt, noteAnswer }, options));
  } catch (error) {
    if (started.refusal !== undefined) throw started.refusal;
    if (isAnswered(error)) throw error;
    // The next try must not meet the same broken connection; who left says nothing about the others.
    if (!signal.aborted) connections.renew();
    if (error instanceof Failure) throw error;
    answer = noAnswer;
    exchange = { ...exchange, isGivenUp: isGivenUp(signal) };
    throw failureIn(error) ?? transportFailure(call, progress, error);
  } finally {
    started.end();
    onEnd(answer, exchange);
  }
}

function isGivenUp({ aborted, reason }: AbortSignal): boolean {
  return aborted && !isFailure(reason, 'transport', 'deadline');
}

interface Started {
  readonly attempt: Attempt;
  /** Why the request was not to be sent, once that was said. */
  refusal: Error | undefined;
  end(): void;
}

function start({ write }: HttpCall<unknown>, { signal, progress, onSent }: TryOptions): Started {
  const ending = new AbortController();
  const attempt: Attempt = {
    signal: ending.signal,
    progress,
    beforeSend(isReused) {
      try {
        write?.beforeSend();
      } catch (error) {
        started.refusal = error instanceof Error ? error : new Error(String(error));
        throw error;
      }
      Object.assign(progress, { phase: 'answer', hasLeft: true });
      onSent(isReused);
    },
  };
  const abort = (): void => {
    // Before axios ends the connection in its own way, which lets the kernel go on with what it has.
    attempt.withdraw?.();
    ending.abort(signal.reason);
  };
  const started: Started = {
    attempt,
    refusal: undefined,
    end: () => signal.removeEventListener('abort', abort),
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return started;
}

interface Going extends Pick<Way, 'noteAnswer'> {
  readonly attempt: Attempt;
}

function wayOf(url: string, going: Going, options: TryOptions): Way {
  const { attempt, noteAnswer } = going;
  const { adapter, connections, rules } = options;
  return {
    signal: attempt.signal,
    agent: adapter === undefined ? connections.agentFor(url, attempt) : undefined,
    noteAnswer,
    forAxios: () => ({
      ...rules,
      ...networkFor(url, attempt, options),
      signal: attempt.signal,
      transformResponse: noting(noteAnswer),
    }),
  };
}

/** Sees the headers of every answer, also where an SDK passes on nothing but the body. */
function noting(noteAnswer: Way['noteAnswer']): AxiosResponseTransformer {
  return function (data: unknown, headers, status) {
    const seen = { requestHeaders: this.headers, requestBody: this.data, body: data };
    noteAnswer({ code: String(status), headers: plainHeaders(headers) }, seen);
    return data;
  };
}

/** What an attempt goes out by, for axios. */
function networkFor(
  url: string,
  attempt: Attempt,
  { adapter, connections }: TryOptions,
): AxiosRequestConfig {
  if (adapter === undefined) return { adapter: 'http', ...connections.configFor(url, attempt) };
  return { adapter: (config) => adapter(config, attempt) };
}

/** Why a connection could not be made, where that was found out here: axios puts errors into its own. */
function failureIn(error: unknown): Failure | undefined {
  return error instanceof Error && error.cause instanceof Failure ? error.cause : undefined;
}

/** Whether the server answered in full, only not with the status that the caller's axios wanted. */
function isAnswered(error: unknown): boolean {
  if (!(error instanceof Error) || !('isAxiosError' in error && 'response' in error)) return false;
  return isRecord(error.response) && error.response['data'] !== undefined;
}
