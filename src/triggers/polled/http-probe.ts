import { createHttp } from '../../lib/http/http.ts';
import type { HttpOptions } from '../../lib/http/http.ts';
import type { OpenProbe } from './probe.ts';

export interface HttpProbeOptions extends Pick<HttpOptions, 'clock' | 'adapter'> {
  readonly url: string;
  readonly timeoutMs: number;
}

/** Asks a page on a connection that is kept. Only 200 means yes; any other status is a no. */
export function openHttpProbe({ url, timeoutMs, ...network }: HttpProbeOptions): OpenProbe {
  const http = createHttp({ ...network, proxy: 'never' });
  return {
    close: http.close,
    async ask(signal) {
      const { status } = await http.send({ method: 'GET', url, timeoutMs, signal });
      return { says: status === 200 ? 'hold' : 'do not', why: `${url} answers ${status}` };
    },
  };
}
