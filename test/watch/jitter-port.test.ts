import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';

import { expect, it, onTestFinished } from 'vitest';

import { questionOf } from '../../src/lib/jitter/datagram.ts';
import { againAfterMs, createJitterPort } from '../../src/watch/jitter-port.ts';
import type { JitterPort } from '../../src/watch/jitter-port.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { unusedUdpPort } from '../support/late-answerer.ts';

interface Port {
  readonly jitterPort: JitterPort;
  readonly clock: FakeClock;
  readonly logged: string[];
  /** Until it has logged so many lines. */
  lines(count: number): Promise<void>;
}

function start(): Port {
  const clock = new FakeClock();
  const logging = new EventEmitter();
  const logged: string[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    const { reason, at: where } = fields as { readonly reason?: string; readonly at?: string };
    logged.push(`${level}: ${message}: ${reason ?? where}`);
    logging.emit('line');
  };
  const log = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
  const onBug = (error: unknown): never => {
    throw error;
  };
  const jitterPort = createJitterPort({ clock, log, onBug });
  onTestFinished(() => jitterPort.close());
  return {
    jitterPort,
    clock,
    logged,
    async lines(count) {
      while (logged.length < count) await once(logging, 'line');
    },
  };
}

/** Whether somebody at 127.0.0.2 is answered before somebody at 127.0.0.3, or after. */
async function answeredFirst(port: number): Promise<string> {
  const ips = ['127.0.0.2', '127.0.0.3'];
  const sockets = ips.map((ip) => {
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    socket.bind(0, ip);
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, 'listening')));
  const answers = sockets.map(async (socket) => {
    await once(socket, 'message');
    return socket.address().address;
  });
  for (const socket of sockets) socket.send(questionOf(Buffer.alloc(8), 1), port, '127.0.0.1');
  return await Promise.race(answers);
}

it('answers whom the config names, and after a reload whom it names then', async () => {
  const { jitterPort, logged, lines } = start();
  const port = await unusedUdpPort('127.0.0.1');
  const jitterAt = `127.0.0.1:${port}`;
  jitterPort.follow({ jitterAt, peers: ['127.0.0.2:9477'] });
  await lines(1);
  expect(await answeredFirst(port)).toBe('127.0.0.2');
  // Nothing is closed and opened where nothing is to be another way.
  jitterPort.follow({ jitterAt, peers: ['127.0.0.2:9477'] });
  expect(await answeredFirst(port)).toBe('127.0.0.2');
  jitterPort.follow({ jitterAt, peers: ['127.0.0.3'] });
  await lines(2);
  expect(await answeredFirst(port)).toBe('127.0.0.3');
  expect(logged).toEqual(Array(2).fill(`info: answers doctor of peers: ${jitterAt}`));
});

it('has no port open where the config has none, from the beginning or from a reload on', async () => {
  const { jitterPort, logged, lines } = start();
  jitterPort.follow({ jitterAt: undefined, peers: ['127.0.0.2'] });
  const port = await unusedUdpPort('127.0.0.1');
  jitterPort.follow({ jitterAt: `127.0.0.1:${port}`, peers: ['127.0.0.2'] });
  await lines(1);
  await expect(occupy(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  jitterPort.follow({ jitterAt: undefined, peers: ['127.0.0.2'] });
  await occupy(port);
  expect(logged).toHaveLength(1);
});

it('says once that somebody else has the port, and takes it once it is free', async () => {
  const { jitterPort, clock, logged, lines } = start();
  const other = createSocket('udp4');
  other.bind(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address();
  jitterPort.follow({ jitterAt: `127.0.0.1:${port}`, peers: ['127.0.0.2'] });
  await lines(1);
  for (let round = 0; round < 3; round += 1) await pass(clock, againAfterMs);
  other.close();
  while (logged.length < 2) await pass(clock, againAfterMs);
  expect(logged).toEqual([
    'warn: cannot answer doctor of peers: EADDRINUSE',
    `info: answers doctor of peers: 127.0.0.1:${port}`,
  ]);
  expect(await answeredFirst(port)).toBe('127.0.0.2');
});

async function occupy(port: number): Promise<void> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  await once(socket, 'listening');
}

async function pass(clock: FakeClock, ms: number): Promise<void> {
  await clock.run(new Promise<void>((resolve) => void clock.after(ms, resolve)));
}
