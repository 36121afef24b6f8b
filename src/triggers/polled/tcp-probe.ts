import { connect } from 'node:net';

import { errnoOf } from '../../lib/files/errno.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OpenProbe, ProbeAnswer } from './probe.ts';

export interface TcpProbeOptions {
  /** `HOST:PORT`, an IPv6 address in brackets. */
  readonly target: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Sees whether somebody takes a connection. A service that refuses or is silent is not there. */
export function openTcpProbe(options: TcpProbeOptions): OpenProbe {
  return { close: () => undefined, ask: (signal) => tryConnection(options, signal) };
}

function tryConnection(
  { target, timeoutMs, clock }: TcpProbeOptions,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(target) ?? [];
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) });
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', leave);
      socket.destroy();
    };
    const leave = (): void => {
      end();
      reject(signal.reason);
    };
    const answer = (says: ProbeAnswer['says'], what: string): void => {
      end();
      resolve({ says, why: `${target} ${what}` });
    };
    const cancel = clock.after(timeoutMs, () =>
      answer('do not', `takes no connection within ${timeoutMs / 1000} s`),
    );
    socket.once('connect', () => answer('hold', 'takes connections'));
    socket.once('error', (error) =>
      answer('do not', `takes no connection: ${errnoOf(error) ?? error.message}`),
    );
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
}
