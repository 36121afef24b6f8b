import { createHttp } from '../lib/http/http.ts';
import type { Http } from '../lib/http/http.ts';
import type { Tools } from './connection.ts';

export interface Network {
  /** For the API. */
  readonly api: Http;
  /** For the metadata service, which is never behind a proxy. */
  readonly local: Http;
  close(): void;
}

/** What a cloud is talked to by; its API's answers are counted under the name of the cloud. Sends nothing yet. */
export function openNetwork(cloud: string, { clock, adapter, observe, listen }: Tools): Network {
  const common = { clock, ...(adapter === undefined ? {} : { adapter }) };
  const api = createHttp({
    ...common,
    proxy: 'environment',
    observe: (answer) => observe?.(cloud, answer),
    ...(listen === undefined ? {} : { listen: (heard) => listen(cloud, heard) }),
  });
  const local = createHttp({ ...common, proxy: 'never' });
  return {
    api,
    local,
    close() {
      api.close();
      local.close();
    },
  };
}
