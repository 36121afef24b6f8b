import type { AxiosResponse } from 'axios';

import type { Patient } from './doctor.ts';

/** Answers of other servers than the cloud's, by URL. */
export function pagesOf(
  host: Patient,
  pages: Readonly<Record<string, { readonly status?: number; readonly data: string }>>,
): void {
  const { adapter } = host.world;
  host.world = {
    ...host.world,
    async adapter(config, attempt) {
      const page = pages[`${config.baseURL ?? ''}${config.url ?? ''}`];
      if (page === undefined) return await adapter(config, attempt);
      attempt.beforeSend(false);
      const { status = 200, data } = page;
      return { status, statusText: '', headers: {}, config, data, request: {} } as AxiosResponse;
    },
  };
}

/** A header that is on every answer. */
export function withHeader(host: Patient, name: string, value: () => string): void {
  const { adapter } = host.world;
  host.world = {
    ...host.world,
    async adapter(config, attempt) {
      const response = await adapter(config, attempt);
      const headers = Object.assign({}, response.headers, { [name]: value() });
      return { ...response, headers };
    },
  };
}
