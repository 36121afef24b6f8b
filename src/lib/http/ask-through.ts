import { connect } from 'node:net';

import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';
import { errnoOf } from '../files/errno.ts';
import { withTimeout } from '../time/deadline.ts';
import { createHttp } from './http.ts';

export interface AskOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Headers in which a service may say which host it runs on. */
const telling = ['x-served-by', 'x-backend-server', 'x-hostname', 'x-node', 'x-host'];

/** Whether somebody takes a connection. Throws `transport` where nobody does. */
export async function askTcp(
  target: string,
  { clock, signal: parent, timeoutMs: ms }: AskOptions,
): Promise<undefined> {
  const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(target) ?? [];
  const onTimeout = (): Failure => noAnswer(`no connection within ${ms / 1000} s`);
  return await withTimeout(
    { clock, ms, parent, onTimeout },
    (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port: Number(port) });
        const end = (): void => void socket.destroy();
        signal.addEventListener('abort', end, { once: true });
        socket.once('connect', () => {
          end();
          resolve(undefined);
        });
        socket.once('error', (error) => reject(noAnswer(errnoOf(error) ?? error.message)));
        socket.once('close', () => reject(noAnswer('the connection was closed')));
      }),
  );
}

/** Whether a page is there, on a connection of its own; returns who gave it, where that tells. Throws `transport`. */
export async function askPageThrough(
  url: string,
  { clock, signal, timeoutMs }: AskOptions,
): Promise<string | undefined> {
  const http = createHttp({ clock, proxy: 'never' });
  try {
    const { status, headers } = await http.send({ method: 'GET', url, timeoutMs, signal });
    if (status < 200 || status > 299) throw noAnswer(`status ${status}`);
    return telling.map((name) => headers[name]).find((value) => value !== undefined);
  } finally {
    http.close();
  }
}

function noAnswer(why: string): Failure {
  return new Failure('transport', why);
}
