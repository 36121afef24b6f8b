import { connect } from 'node:net';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';

import { duringAttempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';

/**
 * Makes the TCP connection below that of a request. Resolves once it is there. What is to be done meanwhile is begun
 * when there is nothing left but to wait for the network, or not at all: it may keep this process busy.
 */
export type Dial = (
  target: TcpNetConnectOpts,
  attempt: Attempt,
  meanwhile: () => void,
) => Promise<Duplex>;

/** Connects directly. */
export async function dial(
  target: TcpNetConnectOpts,
  attempt: Attempt,
  meanwhile: () => void = () => undefined,
): Promise<Socket> {
  attempt.progress.phase = 'name';
  const socket = connect(target);
  socket.once('connectionAttempt', () => {
    attempt.progress.phase = 'connection';
    // The first packet leaves right after this event, in the same turn.
    process.nextTick(meanwhile);
  });
  return await readyOn('connect', socket, attempt);
}

/** Resolves once a connection has got as far as an event. Where the attempt ends before, so does it. */
export async function readyOn<S extends Duplex>(
  event: 'connect' | 'secureConnect',
  socket: S,
  attempt: Attempt,
): Promise<S> {
  return await duringAttempt<S>(attempt, ({ resolve, reject }) => {
    // It stays: in the instant before a request listens, an error would be nobody's.
    socket.on('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
    socket.once(event, () => resolve(socket));
    return () => void socket.destroy();
  });
}
