import { createHttp } from '../../lib/http/http.ts';
import type { Clock } from '../../ports/clock.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Look } from '../../watch/page/look.ts';
import { pagePlaces } from '../../watch/page/page-place.ts';
import { parseLook } from '../../watch/page/parse-look.ts';

/** A watcher that is alive answers at once. */
const timeoutMs = 2000;

export interface WatcherLook {
  readonly look: Look;
  readonly url: string;
}

/** What the watcher of this host shows, where one with pages runs. */
export async function lookOfWatcher(
  folders: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<WatcherLook | undefined> {
  const http = createHttp({ clock, proxy: 'never' });
  try {
    for (const url of pagePlaces(folders)) {
      const look = await ask(`${url}/look`);
      if (look !== undefined) return { look, url };
    }
    return undefined;
  } finally {
    http.close();
  }

  async function ask(url: string): Promise<Look | undefined> {
    try {
      const { status, body } = await http.send({ method: 'GET', url, timeoutMs, signal });
      return status === 200 ? parseLook(body) : undefined;
    } catch (error) {
      // It was killed, or is being started anew.
      if (isFailure(error) && !signal.aborted) return undefined;
      throw error;
    }
  }
}
