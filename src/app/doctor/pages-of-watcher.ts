import { createHttp } from '../../lib/http/http.ts';
import type { HttpReply } from '../../lib/http/http.ts';
import type { Surroundings } from './surroundings.ts';

const timeoutMs = 3000;

/** A page of a watcher, here or on another host of the same network. Throws `transport`. */
export async function askPage(
  url: string,
  { io: { clock, adapter } }: Surroundings,
  signal: AbortSignal,
): Promise<HttpReply> {
  const http = createHttp({
    clock,
    proxy: 'never',
    ...(adapter === undefined ? {} : { adapter }),
  });
  try {
    return await http.send({ method: 'GET', url, timeoutMs, signal });
  } finally {
    http.close();
  }
}
