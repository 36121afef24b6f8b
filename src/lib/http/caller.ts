import type { AxiosRequestConfig } from 'axios';

import type { Clock } from '../../ports/clock.ts';
import type { Failure } from '../../ports/failure.ts';
import { noteWait } from '../time/cut-short.ts';
import { withTimeout } from '../time/deadline.ts';
import { learnTimeout } from './adaptive-timeout.ts';
import type { Progress } from './attempt.ts';
import type { Connections } from './connections.ts';
import { hedge } from './hedge.ts';
import { timeoutText, transportFailure } from './http-failure.ts';
import type { HttpAdapter, HttpAnswer, HttpCall, Heard } from './http-request.ts';
import { plainHeaders } from './plain-headers.ts';
import { noAnswer, tryOnce } from './try-once.ts';
import type { Exchange } from './try-once.ts';

export interface CallerOptions {
  readonly clock: Clock;
  readonly connections: Connections;
  readonly rules: AxiosRequestConfig;
  readonly adapter: HttpAdapter | undefined;
  /** Hears of every request. */
  readonly observe: ((answer: HttpAnswer) => void) | undefined;
  /** Hears every request and its answer in full. */
  readonly listen?: ((heard: Heard) => void) | undefined;
}

/** A cloud may take so long for an answer without being silent. */
const patientMs = 1000;

/** For so long after an answer the connections that are kept are taken to be alive. */
const provenMs = 1000;

/**
 * Calls that are bounded in time, and that a connection which has died without a word does not hold up:
 * what may be repeated is sent once more, beside, on a new one; what may not goes out on a connection
 * that is known to be alive.
 */
export class Caller {
  readonly #options: CallerOptions;
  readonly #patience = { read: learnTimeout(), write: learnTimeout() };
  #answeredAt = -Infinity;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /** Throws as `Http.run` does. */
  async call<T>(call: HttpCall<T>): Promise<T> {
    const { clock, connections } = this.#options;
    const { timeoutMs: ms, signal: parent, write } = call;
    const progress: Progress = { phase: 'name', hasLeft: false };
    const onTimeout = (): Failure => {
      connections.renew();
      return transportFailure(call, progress, timeoutText(progress, ms));
    };
    const isRepeatable = write?.isRepeatable !== false;
    if (!isRepeatable && clock.now() - this.#answeredAt > provenMs) connections.renew();
    const from = clock.now();
    const onCutShort = (reason: unknown): void => {
      const waitedMs = clock.now() - from;
      // A look that had only just begun waited for nothing.
      if (progress.hasLeft && waitedMs < patientMs) return;
      noteWait(reason, transportFailure(call, progress, timeoutText(progress, waitedMs)));
    };
    return await withTimeout({ clock, ms, parent, onTimeout, onCutShort }, async (limit) =>
      isRepeatable
        ? await hedge(limit, (signal, again) => this.#try(call, { signal, progress, again }))
        : await this.#try(call, { signal: limit, progress }),
    );
  }

  async #try<T>(call: HttpCall<T>, { signal, progress, again }: Try): Promise<T> {
    const { clock, connections, observe, listen } = this.#options;
    const patience = this.#patience[call.write === undefined ? 'read' : 'write'];
    let sentAt = clock.now();
    let stopWaiting: (() => void) | undefined;
    return await tryOnce(call, {
      ...this.#options,
      signal,
      progress,
      onSent: (isReused) => {
        sentAt = clock.now();
        if (!isReused || again === undefined) return;
        stopWaiting = clock.after(patience.ms(), () => {
          connections.renew();
          again();
        });
      },
      onEnd: (answer, exchange) => {
        stopWaiting?.();
        observe?.(answer);
        listen?.(heardOf(call, { ...answer, ...exchange, ms: clock.now() - sentAt }));
        if (answer === noAnswer) return;
        this.#answeredAt = clock.now();
        patience.note(this.#answeredAt - sentAt);
      },
    });
  }
}

interface Try {
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Sends it once more, beside. */
  readonly again?: () => void;
}

function heardOf(
  { method, url }: HttpCall<unknown>,
  { requestHeaders, ...rest }: HttpAnswer & Exchange & Pick<Heard, 'ms'>,
): Heard {
  return { ...rest, method, url, requestHeaders: plainHeaders(requestHeaders) };
}
