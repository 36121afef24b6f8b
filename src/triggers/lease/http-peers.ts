import { createHttp } from '../../lib/http/http.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import type { Peers } from './failsafe.ts';
import { parsePledge } from './plea.ts';
import type { Plea, Pledge } from './plea.ts';
import { pledgePath } from './pledge-path.ts';

export interface HttpPeersOptions extends Pick<TriggerTools, 'clock' | 'adapter'> {
  /** `HOST:PORT`, or `HOST`. */
  readonly peers: readonly string[];
  /** The longest that one may take. Milliseconds. */
  readonly timeoutMs: number;
}

/** The watchers of other hosts, all asked at once. */
export function openHttpPeers({ peers, timeoutMs, clock, adapter }: HttpPeersOptions): Peers {
  const network = adapter === undefined ? {} : { adapter };
  const http = createHttp({ clock, proxy: 'never', ...network });
  const ask = async (
    peer: string,
    plea: Plea,
    signal: AbortSignal,
  ): Promise<Pledge | undefined> => {
    const url = `${baseOf(peer)}${pledgePath}`;
    try {
      const reply = await http.send({ method: 'POST', url, body: plea, timeoutMs, signal });
      return reply.status === 200 ? parsePledge(reply.body) : undefined;
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  };
  return {
    ask: (plea, signal) => Promise.all(peers.map((peer) => ask(peer, plea, signal))),
    close: () => http.close(),
  };
}

const usualPort = 9477;

function baseOf(peer: string): string {
  return /:\d+$/.test(peer) ? `http://${peer}` : `http://${peer}:${usualPort}`;
}
