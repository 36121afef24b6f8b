import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, lstatSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { dirname, join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { VrrpEvent } from '../../src/core/vrrp.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import { handOver } from '../../src/triggers/hand-over.ts';
import { receiveEvents } from '../../src/triggers/receive-events.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { oddFiles } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/temporary.ts';

const event: VrrpEvent = {
  scope: 'INSTANCE',
  name: 'VI_1',
  state: 'MASTER',
  priority: null,
  order: { ticks: 7, pid: 8 },
};

async function receiver(): Promise<{ path: string; received: VrrpEvent[] }> {
  const path = join(temporaryFolder(), 'new', 'watch.sock');
  const received: VrrpEvent[] = [];
  const { close } = await receiveEvents(path, systemClock, (one) => void received.push(one));
  onTestFinished(close);
  return { path, received };
}

/** What a watcher leaves behind that is killed. */
function leaveSocket(path: string): void {
  const script = `require('node:net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script, path]);
  expect(statSync(path).isSocket()).toBe(true);
}

describe('handOver()', () => {
  it('gives an event to the watcher, with its place in the order', async () => {
    const { path, received } = await receiver();
    expect(await handOver([path], event)).toBe(true);
    expect(received).toEqual([event]);
  });

  it('says who told it', async () => {
    const { path, received } = await receiver();
    const told = { ...event, teller: { ticks: 3, pid: 4, namespace: 5 } };
    expect(await handOver([path], told)).toBe(true);
    expect(received).toEqual([told]);
  });

  it('lets the group use the socket, and nobody else', async () => {
    const { path } = await receiver();
    expect(statSync(path).mode & 0o777).toBe(0o660);
  });

  it('is refused where nobody listens', async () => {
    expect(await handOver([join(temporaryFolder(), 'watch.sock')], event)).toBe(false);
    const path = join(temporaryFolder(), 'watch.sock');
    writeFileSync(path, '');
    expect(await handOver([path], event)).toBe(false);
  });

  it('does not wait long for a watcher that hangs', async () => {
    const path = join(temporaryFolder(), 'watch.sock');
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(path, resolve));
    onTestFinished(() => void server.close());
    const begin = performance.now();
    expect(await handOver([path], event)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});

describe('receiveEvents()', () => {
  it('refuses to be the second watcher of a host', async () => {
    const { path } = await receiver();
    await expect(receiveEvents(path, systemClock, () => undefined)).rejects.toThrow(
      'Another floatip watch is running here',
    );
  });

  it('waits for one that gives way', async () => {
    const path = join(temporaryFolder(), 'watch.sock');
    const old = await receiveEvents(path, systemClock, () => undefined);
    const received: VrrpEvent[] = [];
    const opening = receiveEvents(path, systemClock, (one) => void received.push(one));
    setTimeout(old.close, 100);
    onTestFinished((await opening).close);
    expect(await handOver([path], event)).toBe(true);
    expect(received).toEqual([event]);
  });

  it.each([
    ['a folder that cannot be made', '/dev/null/floatip/watch.sock', 'ENOTDIR'],
    [
      'a path that the system cuts off',
      `/tmp/${'x'.repeat(92)}/watch.sock`,
      'longer than 107 bytes',
    ],
  ])('says that it cannot listen in %s', async (_what, path, why) => {
    await expect(receiveEvents(path, systemClock, () => undefined)).rejects.toMatchObject({
      class: 'config',
      message: expect.stringMatching(`^Cannot listen at ${path}: .*${why}$`),
      hint: expect.stringContaining('FLOATIP_RUNTIME_DIR'),
    });
  });

  it('takes the place of one that was killed', async () => {
    const path = join(temporaryFolder(), 'watch.sock');
    leaveSocket(path);
    const received: VrrpEvent[] = [];
    const { close } = await receiveEvents(path, systemClock, (one) => void received.push(one));
    onTestFinished(close);
    expect(await handOver([path], event)).toBe(true);
  });

  it.each(oddFiles)('leaves %s alone that is in its place', async (_what, put) => {
    const path = join(temporaryFolder(), 'watch.sock');
    put(path, '');
    const before = lstatSync(path);
    await expect(receiveEvents(path, systemClock, () => undefined)).rejects.toThrow(
      `Cannot listen at ${path}: something is there that is no socket`,
    );
    expect(lstatSync(path)).toEqual(before);
    expect(await handOver([path], event)).toBe(false);
  });

  it('does not take the service for a watcher that a link leads to', async () => {
    const { path: service, received } = await receiver();
    const path = join(temporaryFolder(), 'watch.sock');
    symlinkSync(service, path);
    expect(await handOver([path], event)).toBe(false);
    expect(received).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('takes no socket of another user for a watcher', async () => {
    const { path, received } = await receiver();
    chownSync(path, 12_345, 12_345);
    expect(await handOver([path], event)).toBe(false);
    chownSync(dirname(path), 12_345, 12_345);
    expect(await handOver([path], event)).toBe(true);
    expect(received).toEqual([event]);
  });

  it('ends a connection after some seconds, also of one who goes on saying something', async () => {
    const path = join(temporaryFolder(), 'watch.sock');
    const clock = new FakeClock();
    const { close } = await receiveEvents(path, clock, () => undefined);
    onTestFinished(close);
    const socket = createConnection(path, () => socket.write('{'));
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    // The watcher has it as well once it answers another one.
    expect(await handOver([path], event)).toBe(true);
    for (let second = 0; second < 6; second += 1) {
      socket.write(' ');
      await clock.run(new Promise<void>((resolve) => clock.after(1000, resolve)));
    }
    await closed;
  });

  it('lets no more than some dozens talk at once', async () => {
    const { path, received } = await receiver();
    const sockets = Array.from({ length: 64 }, () => createConnection(path));
    onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    expect(await handOver([path], event)).toBe(false);
    expect(received).toEqual([]);
    const closed = once(sockets[0]!, 'close');
    sockets[0]?.write('no event\n');
    await closed;
    expect(await handOver([path], event)).toBe(true);
  });

  it.each([
    ['no JSON', 'MASTER\n'],
    ['another state', `${JSON.stringify({ ...event, state: 'LEADER' })}\n`],
    ['no order', `${JSON.stringify({ ...event, order: undefined })}\n`],
    ['an order that no kernel gives', `${JSON.stringify(event).replace(':7', ':1e400')}\n`],
    [
      'an order with too many digits',
      `${JSON.stringify(event).replace(':7', `:${'9'.repeat(20)}`)}\n`,
    ],
    ['an order before the boot', `${JSON.stringify(event).replace(':7', ':-7')}\n`],
    [
      'a teller that no kernel knows',
      `${JSON.stringify({ ...event, teller: { ...event.order } })}\n`,
    ],
    ['a priority that is none', `${JSON.stringify({ ...event, priority: -1 })}\n`],
    ['a name that is too long', `${JSON.stringify({ ...event, name: 'ä'.repeat(128) })}\n`],
    ['a name with a line break', `${JSON.stringify({ ...event, name: 'VI_1\n' })}\n`],
    ['a name that moves the cursor', `${JSON.stringify({ ...event, name: '\u009b2J' })}\n`],
    ['half a character', `${JSON.stringify({ ...event, name: '\ud800' })}\n`],
    ['no name', `${JSON.stringify({ ...event, name: '' })}\n`],
    ['something endless', 'x'.repeat(10_000)],
  ])('does not take %s for an event', async (_what, text) => {
    const { path, received } = await receiver();
    const socket = createConnection(path, () => socket.write(text));
    socket.on('error', () => undefined);
    await once(socket, 'close');
    expect(received).toEqual([]);
  });
});
