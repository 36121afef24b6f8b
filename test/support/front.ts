import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { errnoOf } from '../../src/lib/files/errno.ts';
import { testCertificate, testKey } from './certificate.ts';

/** What stands between a client and a server: it can be slow, and it can die without a word. */
export interface Front {
  /** Base URL, without a path. */
  readonly url: string;
  /** How many connections were made. */
  connections(): number;
  /** How many of them there are. */
  open(): number;
  /** What became of those that broke. */
  readonly errors: readonly string[];
  /** When the first byte of each connection came, after its handshake. Milliseconds since 1970. */
  readonly heardAt: readonly number[];
  /** From now on a new connection waits so long for its handshake. */
  slowDown(ms: number): void;
  /** From now on, nothing gets through the connections that there are; new ones work. */
  silence(): void;
  /** Ends the connections that there are. */
  breakAll(): void;
  close(): void;
}

export interface FrontOptions {
  /** Base URL of the server. */
  readonly to: string;
  readonly isSecure?: boolean;
  /** How long a connection waits for its handshake. */
  readonly handshakeMs?: number;
  readonly host?: string;
  /** Without it, any that is free. */
  readonly port?: number;
}

export async function openFront(options: FrontOptions): Promise<Front> {
  const { to, isSecure = false, host = '127.0.0.1', port: wanted = 0 } = options;
  let { handshakeMs = 0 } = options;
  const open = new Set<Socket>();
  const silent = new WeakSet<Socket>();
  const heardAt: number[] = [];
  const errors: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', (error) => errors.push(errnoOf(error)));
    socket.on('close', () => open.delete(socket));
    setTimeout(() => {
      if (socket.destroyed) return;
      const inside = isSecure ? shakeHands(socket, errors) : socket;
      inside.once('data', () => heardAt.push(Date.now()));
      join(inside, connectTo(to), () => silent.has(socket));
    }, handshakeMs);
  });
  await new Promise<void>((resolve) => server.listen(wanted, host, resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `${isSecure ? 'https' : 'http'}://${host}:${port}`,
    connections: () => connections,
    open: () => open.size,
    errors,
    heardAt,
    breakAll,
    slowDown(ms) {
      handshakeMs = ms;
    },
    silence() {
      for (const socket of open) silent.add(socket);
    },
    close() {
      breakAll();
      server.close();
    },
  };
}

function shakeHands(socket: Socket, errors: string[]): TLSSocket {
  const inside = new TLSSocket(socket, { isServer: true, key: testKey, cert: testCertificate });
  return inside.on('error', (error) => errors.push(errnoOf(error)));
}

function connectTo(to: string): Socket {
  const { hostname, port } = new URL(to);
  return connect(Number(port), hostname);
}

/** Passes on what comes from either side, unless the connection has died. */
function join(left: Socket, right: Socket, isSilent: () => boolean): void {
  for (const [from, into] of [
    [left, right],
    [right, left],
  ] as const) {
    from.on('data', (chunk) => {
      if (!isSilent()) into.write(chunk);
    });
    from.on('end', () => into.end());
    from.on('error', () => into.destroy());
    from.on('close', () => into.destroy());
  }
}
