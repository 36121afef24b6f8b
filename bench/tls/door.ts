import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { SecureVersion, TLSSocket } from 'node:tls';

import type { Chain } from './chain.ts';

/** Speaks TLS for a server that does not. */
export interface Door {
  readonly port: number;
  /** How many connections have come, and how many of them resumed a session. */
  readonly seen: { connections: number; resumed: number };
  /** Ends the connections that there are. */
  breakAll(): void;
  close(): void;
}

export interface DoorOptions {
  readonly listen: string;
  readonly chain: Chain;
  /** The newest that it speaks. */
  readonly version: SecureVersion;
  /** Base URL of the server. */
  readonly to: string;
}

export async function openDoor({ listen, chain, version, to }: DoorOptions): Promise<Door> {
  const { hostname, port } = new URL(to);
  const open = new Set<TLSSocket>();
  const seen = { connections: 0, resumed: 0 };
  const { key, cert } = chain;
  const server = createServer({ key, cert, maxVersion: version, noDelay: true }, (socket) => {
    seen.connections += 1;
    if (socket.isSessionReused()) seen.resumed += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    join(socket, connect(Number(port), hostname));
  });
  // A connection that is measured alone ends before it has said anything.
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, listen, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens nowhere');
  const breakAll = (): void => open.forEach((socket) => socket.destroy());
  return {
    port: address.port,
    seen,
    breakAll,
    close() {
      breakAll();
      server.close();
    },
  };
}

function join(left: TLSSocket, right: Socket): void {
  right.setNoDelay();
  for (const [from, into] of [
    [left, right],
    [right, left],
  ] as const) {
    from.pipe(into);
    from.on('error', () => into.destroy());
    from.on('close', () => into.destroy());
  }
}
