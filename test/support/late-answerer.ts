import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { onTestFinished } from 'vitest';

import { answerTo } from '../../src/lib/jitter/datagram.ts';

export interface Lateness {
  readonly ip: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** From this question on, once, it stands still for so long, as a host does that is paused. Milliseconds. */
  readonly from: number;
  readonly ms: number;
}

/** Answers all that asks, as a watcher does, on a host that stands still for a moment. Its port. */
export async function startLateAnswerer({ ip, port, from, ms }: Lateness): Promise<number> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  let heard = 0;
  let held: (() => void)[] | undefined;
  const goOn = (): void => {
    for (const answer of held ?? []) answer();
    held = undefined;
  };
  socket.on('message', (question, asker) => {
    heard += 1;
    const answer = (): void => {
      socket.send(answerTo(question) ?? '', asker.port, asker.address);
    };
    if (heard === from) {
      held = [];
      setTimeout(goOn, ms);
    }
    if (held === undefined) answer();
    else held.push(answer);
  });
  socket.bind(port, ip);
  await once(socket, 'listening');
  return socket.address().port;
}

/** A port of UDP that nobody has at these IPs. */
export async function unusedUdpPort(...ips: readonly string[]): Promise<number> {
  const sockets = [];
  let port = 0;
  for (const ip of ips) {
    const socket = createSocket('udp4');
    socket.bind(port, ip);
    await once(socket, 'listening');
    ({ port } = socket.address());
    sockets.push(socket);
  }
  for (const socket of sockets) socket.close();
  return port;
}
