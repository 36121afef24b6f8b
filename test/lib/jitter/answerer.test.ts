import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';

import { describe, expect, it, onTestFinished } from 'vitest';

import { mostAnswers, mostDatagrams, openAnswerer } from '../../../src/lib/jitter/answerer.ts';
import type { AnswererOptions, Trouble } from '../../../src/lib/jitter/answerer.ts';
import { questionOf } from '../../../src/lib/jitter/datagram.ts';

const peer = '127.0.0.2';

interface Opened {
  readonly port: number;
  readonly ended: Promise<Trouble>;
  close(): void;
  /** Lets time pass for what is counted. */
  pass(ms: number): void;
}

/** Answers that peer at 127.0.0.1. */
async function open(other: Partial<AnswererOptions> = {}): Promise<Opened> {
  let now = 0;
  let tellEnd: (why: Trouble) => void;
  const ended = new Promise<Trouble>((resolve) => {
    tellEnd = resolve;
  });
  return await new Promise((resolve) => {
    const answerer = openAnswerer({
      clock: { now: () => now },
      at: { ip: '127.0.0.1', port: 0 },
      isKnown: (ip) => ip === peer,
      onOpen: (port) => {
        const pass = (ms: number): void => void (now += ms);
        resolve({ port, ended, close: answerer.close, pass });
      },
      onEnd: (why) => tellEnd(why),
      ...other,
    });
    onTestFinished(answerer.close);
  });
}

interface Asker {
  send(datagram: Buffer): Promise<void>;
  /** Which trips were answered so far. */
  readonly answered: number[];
  /** Asks until that is answered. All that was sent before was heard by then. */
  settle(trip: number): Promise<void>;
}

async function askFrom(ip: string, port: number): Promise<Asker> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.bind(0, ip);
  await once(socket, 'listening');
  const answered: number[] = [];
  socket.on('message', (datagram) => void answered.push(datagram.readUInt32BE(12)));
  // It leaves at once, and a turn later it is read where there is something to be read.
  const send = (datagram: Buffer): Promise<void> =>
    new Promise((resolve) => {
      socket.send(datagram, port, '127.0.0.1', () => setImmediate(resolve));
    });
  return {
    send,
    answered,
    async settle(trip) {
      await send(ask(trip));
      while (!answered.includes(trip)) await once(socket, 'message');
    },
  };
}

function ask(trip: number): Buffer {
  return questionOf(Buffer.from('12345678'), trip);
}

describe('the port at which a watcher answers', () => {
  it('answers a peer, and nothing that is no question', async () => {
    const { port } = await open();
    const asker = await askFrom(peer, port);
    await asker.send(ask(1));
    for (const junk of [
      Buffer.alloc(0),
      Buffer.from('hello'),
      Buffer.alloc(1400),
      ask(2).subarray(1),
    ]) {
      await asker.send(junk);
    }
    await asker.settle(3);
    expect(asker.answered).toEqual([1, 3]);
  });

  it('answers nobody else', async () => {
    const { port } = await open();
    const [stranger, asker] = [await askFrom('127.0.0.3', port), await askFrom(peer, port)];
    await stranger.send(ask(1));
    await asker.settle(2);
    // What is sent over loopback is there as soon as it was sent.
    expect({ stranger: stranger.answered, asker: asker.answered }).toEqual({
      stranger: [],
      asker: [2],
    });
  });

  it('answers so many within a second, and goes on in the next', async () => {
    const [asking, surplus] = [new EventEmitter(), 50];
    const asked: string[] = [];
    const isKnown = (ip: string): boolean => {
      asked.push(ip);
      asking.emit('asked');
      return true;
    };
    const { port, pass } = await open({ isKnown });
    const asker = await askFrom(peer, port);
    for (let trip = 1; trip <= mostAnswers + surplus; trip += 1) await asker.send(ask(trip));
    while (asked.length < mostAnswers + surplus) await once(asking, 'asked');
    pass(1000);
    await asker.settle(2000);
    // They come in the order in which they were sent.
    expect(asker.answered).toHaveLength(mostAnswers + 1);
    expect(Math.max(...asker.answered.slice(0, -1))).toBe(mostAnswers);
  });

  it('closes where it is flooded, by whomever', async () => {
    const { port, ended } = await open();
    const stranger = await askFrom('127.0.0.3', port);
    const ends: Trouble[] = [];
    void ended.then((why) => ends.push(why));
    let sent = 0;
    for (; ends.length === 0; sent += 1) await stranger.send(Buffer.from('x'));
    expect(ends[0]?.reason).toBe('more than 2000 datagrams came within a second');
    expect(sent).toBeGreaterThan(mostDatagrams);
    // Somebody else can have the port now.
    await open({ at: { ip: '127.0.0.1', port } });
  });

  it('says that somebody else has the port', async () => {
    const { port } = await open();
    const { reason } = await new Promise<Trouble>((resolve) => {
      openAnswerer({
        clock: { now: () => 0 },
        at: { ip: '127.0.0.1', port },
        isKnown: () => true,
        onOpen: () => resolve({ reason: 'open', hint: '' }),
        onEnd: resolve,
      });
    });
    expect(reason).toBe('EADDRINUSE');
  });

  it('answers on IPv6 as well', async () => {
    const { port } = await open({ at: { ip: '::1', port: 0 }, isKnown: (ip) => ip === '::1' });
    const socket = createSocket('udp6');
    onTestFinished(() => void socket.close());
    socket.send(ask(5), port, '::1');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(answer.readUInt32BE(12)).toBe(5);
  });
});
