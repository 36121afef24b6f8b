import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { errnoOf } from '../../src/lib/files/errno.ts';
import { openOutlet } from '../../src/lib/outlet.ts';
import type { Outlet } from '../../src/lib/outlet.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { capacityBytes, fullPipe, unreadPipe } from '../support/stalled-pipe.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Opened {
  readonly outlet: Outlet;
  readonly losses: string[];
}

function openAt(fd: number, clock = systemClock): Opened {
  const losses: string[] = [];
  const outlet = openOutlet({ fd, clock, onLoss: (error) => void losses.push(errnoOf(error)) });
  return { outlet, losses };
}

function fileAt(path: string): number {
  const fd = openSync(path, 'w');
  onTestFinished(() => closeSync(fd));
  return fd;
}

it('writes at once where there is room', () => {
  const { fd, read } = unreadPipe();
  const { outlet } = openAt(fd);
  outlet.write('one\n');
  outlet.write('twö\n');
  expect({ text: read(), waiting: outlet.waitingBytes }).toEqual({
    text: 'one\ntwö\n',
    waiting: 0,
  });
});

it('keeps what a pipe has no room for, and passes it on in order once it is read', async () => {
  const clock = new FakeClock();
  const { fd, read } = fullPipe();
  const { outlet, losses } = openAt(fd, clock);
  const lines = Array.from({ length: 10_000 }, (_, index) => `line ${index} of ten thousand\n`);
  for (const line of lines) outlet.write(line);
  expect(outlet.waitingBytes).toBe(Buffer.byteLength(lines.join('')));
  let text = '';
  while (outlet.waitingBytes > 0) {
    text += read();
    await clock.run(new Promise<void>((resolve) => clock.after(100, resolve)));
  }
  text += read();
  await outlet.drained();
  expect(text.slice(capacityBytes)).toBe(lines.join(''));
  expect(losses).toEqual([]);
});

it('leaves the descriptor blocking for those who share it', () => {
  const { fd } = fullPipe();
  openAt(fd).outlet.write('x');
  const [, flags = ''] =
    /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
  const nonBlocking = 0o4000;
  expect(Number.parseInt(flags, 8) & nonBlocking).toBe(0);
});

it('writes whole files, and says where a disk is full', async () => {
  const path = join(temporaryFolder(), 'file');
  const file = openAt(fileAt(path));
  const long = 'x'.repeat(1_000_000);
  file.outlet.write(long);
  expect(readFileSync(path, 'utf8')).toBe(long);
  const full = openAt(fileAt('/dev/full'));
  full.outlet.write('x');
  full.outlet.write('y');
  await full.outlet.drained();
  expect([...file.losses, ...full.losses]).toEqual(['ENOSPC', 'ENOSPC']);
});

it('keeps nothing for a reader that has gone', async () => {
  const clock = new FakeClock();
  const { fd, close } = fullPipe();
  const { outlet, losses } = openAt(fd, clock);
  outlet.write('x');
  expect(outlet.waitingBytes).toBe(1);
  close();
  await clock.run(outlet.drained());
  expect({ losses, waiting: outlet.waitingBytes }).toEqual({ losses: ['EPIPE'], waiting: 0 });
});
