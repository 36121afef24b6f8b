import type { Config } from '../config/config.ts';
import { placeText } from '../core/host-place.ts';
import { hostOf, udpPlaceOf } from '../core/udp-place.ts';
import type { UdpPlace } from '../core/udp-place.ts';
import type { Trouble } from '../lib/jitter/answerer.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

export interface JitterPortOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Gets what should never happen. */
  readonly onBug: (error: unknown) => void;
}

type Wish = Pick<Config, 'jitterAt' | 'peers'>;

/** Where a watcher answers what measures the network, if anywhere. No takeover depends on it. */
export interface JitterPort {
  /** Answers where a config says, and whom it says, from now on. */
  follow(config: Wish): void;
  close(): void;
}

/** The port may be free again by then, the IP be on this host, or a flood be over. */
export const againAfterMs = 60_000;

export function createJitterPort(options: JitterPortOptions): JitterPort {
  let followed = '';
  let stop: (() => void) | undefined;
  return {
    follow({ jitterAt, peers }) {
      const wish = JSON.stringify([jitterAt, peers]);
      if (wish === followed) return;
      followed = wish;
      stop?.();
      const at = jitterAt === undefined ? undefined : udpPlaceOf(jitterAt);
      stop = at === undefined ? undefined : answerAt(at, peers, options);
    },
    close: () => stop?.(),
  };
}

/** Goes on until the function that it returns is called, and says where it cannot. */
function answerAt(
  at: UdpPlace,
  peers: readonly string[],
  { clock, log, onBug }: JitterPortOptions,
): () => void {
  let isOver = false;
  let close: (() => void) | undefined;
  let told: string | undefined;
  const where = placeText({ host: at.ip, port: at.port });
  const onEnd = ({ reason, hint }: Trouble): void => {
    if (reason !== told) log.warn({ at: where, reason, hint }, 'cannot answer doctor of peers');
    told = reason;
    close = clock.after(againAfterMs, () => void open().catch(onBug));
  };
  const onOpen = (port: number): void => {
    told = undefined;
    log.info({ at: placeText({ host: at.ip, port }) }, 'answers doctor of peers');
  };
  /** Loaded only here: most watchers do not need it. */
  const open = async (): Promise<void> => {
    const { openAnswerer } = await import('../lib/jitter/answerer.ts');
    const { createKnownHosts } = await import('../lib/jitter/known-hosts.ts');
    if (isOver) return;
    const isKnown = createKnownHosts({ hosts: peers.map(hostOf), clock });
    close = openAnswerer({ clock, at, isKnown, onOpen, onEnd }).close;
  };
  open().catch(onBug);
  return () => {
    isOver = true;
    close?.();
  };
}
