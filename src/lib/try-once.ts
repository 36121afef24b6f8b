import { isAxiosError } from 'axios';
import type { AxiosRequestConfig, AxiosResponseTransformer } from 'axios';

import { Failure } from '../ports/failure.ts';
import type { Attempt, Progress } from './attempt.ts';
import type { Connections } from './connections.ts';
import { transportFailure } from './http-failure.ts';
import type { HttpAdapter, HttpAnswer, HttpCall } from './http-request.ts';

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
  readonly onEnd: (answer: HttpAnswer) => void;
}

export const noAnswer: HttpAnswer = { code: 'none', headers: {} };

/** Sends a request once. Throws as `Http.run` does. */
export async function tryOnce<T>(call: HttpCall<T>, options: TryOptions): Promise<T> {
  const { rules, connections, signal, progress, onEnd } = options;
  let answer = noAnswer;
  // Sees the headers of every answer, also where an SDK passes on nothing but the body.
  const transformResponse: AxiosResponseTransformer = (data: unknown, headers, status) => {
    answer = { code: String(status), headers: plainHeaders(headers) };
    return data;
  };
  const started = start(call, options);
  const { attempt } = started;
  const network = networkFor(call.url, attempt, options);
  try {
    return await call.send({ ...rules, ...network, signal: attempt.signal, transformResponse });
  } catch (error) {
    if (started.refusal !== undefined) throw started.refusal;
    if (isAnswered(error)) throw error;
    // The next try must not meet the same broken connection; who left says nothing about the others.
    if (!signal.aborted) connections.renew();
    if (error instanceof Failure) throw error;
    answer = noAnswer;
    throw failureIn(error) ?? transportFailure(call, progress, error);
  } finally {
    started.end();
    onEnd(answer);
  }
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

/** What an attempt goes out by. */
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
  return isAxiosError(error) && error.response?.data !== undefined;
}

/** Headers as plain text under lower-case names. */
export function plainHeaders(headers: object): Record<string, string> {
  const entries = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return Object.fromEntries(entries);
}
