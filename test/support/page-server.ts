import { AxiosError } from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import type { Clock } from '../../src/ports/clock.ts';

/** A page that somebody asks again and again, without a network. */
export interface PageServer {
  /** What it answers with, or not at all: refused, or silent. */
  status: number | 'refused' | 'silent';
  /** When it was asked, on the clock. */
  readonly asked: number[];
  /** Answers what is asked of it, and nothing else. */
  adapter(...request: Parameters<HttpAdapter>): ReturnType<HttpAdapter> | undefined;
}

export const pageUrl = 'http://patroni.test:8008/primary';

export function servePage(clock: Clock): PageServer {
  const server: PageServer = {
    status: 503,
    asked: [],
    adapter(config, attempt) {
      if (config.url !== pageUrl) return undefined;
      attempt.beforeSend(false);
      server.asked.push(clock.now());
      return answer(config, { status: server.status, clock });
    },
  };
  return server;
}

function answer(
  config: InternalAxiosRequestConfig,
  { status, clock }: { status: PageServer['status']; clock: Clock },
): Promise<AxiosResponse> {
  return new Promise((resolve, reject) => {
    config.signal?.addEventListener?.('abort', () => reject(new AxiosError('canceled')));
    if (status === 'silent') return;
    clock.after(2, () => {
      if (status === 'refused') reject(new AxiosError('refused', 'ECONNREFUSED', config));
      else resolve({ status, statusText: '', headers: {}, config, data: '', request: {} });
    });
  });
}
