import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import { describe, expect, it, onTestFinished } from 'vitest';

import { fitOf, jitterOf } from '../../../src/core/jitter.ts';
import type { TripRow } from '../../../src/core/jitter.ts';
import { openAnswerer } from '../../../src/lib/jitter/answerer.ts';
import { measureTrips, trips } from '../../../src/lib/jitter/measure-trips.ts';
import { systemClock } from '../../../src/lib/time/clock.ts';
import { startLateAnswerer, unusedUdpPort } from '../../support/late-answerer.ts';

const never = new AbortController().signal;

async function measure(port: number, signal = never): Promise<TripRow> {
  const to = { host: '127.0.0.1', port };
  return await measureTrips({ clock: systemClock, to, from: '127.0.0.2', signal });
}

describe('measureTrips()', () => {
  it('counts what a watcher answers', async () => {
    const port = await new Promise<number>((resolve, reject) => {
      const answerer = openAnswerer({
        clock: systemClock,
        at: { ip: '127.0.0.1', port: 0 },
        isKnown: (ip) => ip === '127.0.0.2',
        onOpen: resolve,
        onEnd: ({ reason }) => reject(new Error(reason)),
      });
      onTestFinished(answerer.close);
    });
    const row = await measure(port);
    expect(row.trips).toHaveLength(trips.count);
    expect(jitterOf(row)).toMatchObject({ sent: trips.count, lost: 0 });
    const sent = row.trips.map(({ sentAt }) => sentAt);
    expect(sent).toEqual(sent.toSorted((one, other) => one - other));
    expect(row.trips.every(({ sentAt, backAt = 0 }) => backAt > sentAt)).toBe(true);
  });

  it('sees a host that stands still for 120 ms, and that this is too long for fast', async () => {
    const port = await startLateAnswerer({ ip: '127.0.0.1', port: 0, from: 100, ms: 120 });
    const row = await measure(port);
    expect(jitterOf(row)?.gapMs).toBeGreaterThan(110);
    expect(fitOf({ advertInterval: 0.02, priority: 100 }, row).against).toBe('gap');
  });

  it('counts as lost what is answered for another measurement, or never', async () => {
    const socket = createSocket('udp4');
    onTestFinished(() => void socket.close());
    let heard = 0;
    socket.on('message', (question, { port, address }) => {
      heard += 1;
      const answer = Buffer.concat([Buffer.from('fip!'), question.subarray(4)]);
      if (heard > 1) answer.writeUInt8(answer.readUInt8(4) ^ 1, 4);
      socket.send(answer, port, address);
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const row = await measure(socket.address().port);
    expect(jitterOf(row)).toBeUndefined();
    expect(heard).toBeGreaterThan(trips.count);
  });

  it.each([
    [
      'nobody listens',
      async () => await unusedUdpPort('127.0.0.1'),
      /^No answer from 127\.0\.0\.1:\d+ \(UDP\): ECONNREFUSED$/,
    ],
    ['somebody listens and does not answer', silent, /^No answer from 127\.0\.0\.1:\d+ \(UDP\)$/],
  ])('says so where %s', async (_, port, says) => {
    const error = await measure(await port()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ class: 'transport', message: expect.stringMatching(says) });
  });

  it('says so where this host does not have the IP', async () => {
    const to = { host: '127.0.0.1', port: 9 };
    const order = { clock: systemClock, to, from: '192.0.2.1', signal: never };
    await expect(measureTrips(order)).rejects.toMatchObject({
      class: 'transport',
      message: 'Cannot ask 127.0.0.1:9 from 192.0.2.1: EADDRNOTAVAIL',
    });
  });

  it.each([
    [
      'a name that stands for nothing',
      'nobody.invalid',
      '127.0.0.1',
      /^Cannot ask nobody\.invalid:9 from 127\.0\.0\.1: E/,
    ],
    ['an IP of the other family', '127.0.0.1', '::1', /^Cannot ask 127\.0\.0\.1:9 from ::1: E/],
  ])('says so of %s', async (_, host, from, says) => {
    const order = { clock: systemClock, to: { host, port: 9 }, from, signal: never };
    const error = await measureTrips(order).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ class: 'transport', message: expect.stringMatching(says) });
  });

  it('ends with its signal', async () => {
    const ending = new AbortController();
    const port = await startLateAnswerer({ ip: '127.0.0.1', port: 0, from: 0, ms: 0 });
    const measuring = measure(port, ending.signal);
    const reason = new Error('enough');
    ending.abort(reason);
    await expect(measuring).rejects.toBe(reason);
  });
});

async function silent(): Promise<number> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket.address().port;
}
