import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  constants,
  openSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Teller } from '../../src/core/vrrp.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import { followFifo } from '../../src/triggers/fifo.ts';
import type { Fifo } from '../../src/triggers/fifo.ts';
import { parseFifoLine } from '../../src/triggers/keepalived-event.ts';
import type { ToldEvent } from '../../src/triggers/keepalived-event.ts';
import { fakeHost } from '../support/fake-host.ts';
import { temporaryFolder } from '../support/temporary.ts';

interface Followed {
  readonly path: string;
  readonly fifo: Fifo;
  readonly ages: number[];
  readonly batches: string[];
  readonly writers: (Teller | undefined)[];
  readonly troubles: string[];
  readonly warnings: string[];
}

function textOf({ name, state }: ToldEvent): string {
  return `${name} ${state}`;
}

const keepalived: Teller = { ticks: 1, pid: 2, namespace: 3 };

function follow(path: string, host = fakeHost({ ticks: 1, pid: 1 }, { keepalived })): Followed {
  const batches: string[] = [];
  const writers: (Teller | undefined)[] = [];
  const ages: number[] = [];
  const troubles: string[] = [];
  const warnings: string[] = [];
  const fifo = followFifo({
    path,
    clock: systemClock,
    host,
    onEvents: (events, { writer, agoMs }) => {
      batches.push(events.map(textOf).join(', '));
      writers.push(writer);
      ages.push(agoMs);
    },
    log: {
      error: (_fields, message) => void troubles.push(message),
      warn: (_fields, message) => void warnings.push(message),
    },
  });
  onTestFinished(() => fifo.close());
  return { path, fifo, ages, batches, writers, troubles, warnings };
}

function makeFifo(path = join(temporaryFolder(), 'fifo')): string {
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return path;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries += 1) await sleep(10);
  expect(condition()).toBe(true);
}

describe('followFifo()', () => {
  it('tells of each line as it is written', async () => {
    const { path, batches } = follow(makeFifo());
    appendFileSync(path, 'INSTANCE "VI_1" BACKUP 100\n');
    await until(() => batches.length === 1);
    appendFileSync(path, 'INSTANCE "VI_1" MASTER 100\n');
    await until(() => batches.length === 2);
    expect(batches).toEqual(['VI_1 BACKUP', 'VI_1 MASTER']);
  });

  it('says which keepalived wrote, and looks for the next one once that is gone', async () => {
    const [first, second] = [70, 80].map((pid) => ({ pid, ticks: 1, namespace: 1 }));
    const dead = new Set<number>();
    let writer = first;
    const host = { ...fakeHost({ ticks: 1, pid: 1 }, { dead }), keepalivedAt: () => writer };
    const { path, batches, writers, warnings } = follow(makeFifo(), host);
    const write = async (state: string, count: number): Promise<void> => {
      appendFileSync(path, `INSTANCE "VI_1" ${state} 100\n`);
      await until(() => batches.length === count);
    };
    await write('MASTER', 1);
    writer = second;
    await write('FAULT', 2);
    dead.add(70);
    // Nobody looks before there is time for that.
    await write('BACKUP', 3);
    await sleep(150);
    await write('MASTER', 4);
    expect(writers).toEqual([first, first, undefined, second]);
    expect(warnings).toEqual([]);
  });

  it('says once that it cannot see who wrote, where that matters', async () => {
    const { path, batches, warnings } = follow(makeFifo(), fakeHost({ ticks: 1, pid: 1 }));
    const write = async (state: string, count: number): Promise<void> => {
      appendFileSync(path, `INSTANCE "VI_1" ${state} 100\n`);
      await until(() => batches.length === count);
      await sleep(150);
    };
    await write('STOP', 1);
    expect(warnings).toEqual([]);
    await write('MASTER', 2);
    await write('MASTER', 3);
    expect(warnings).toEqual([expect.stringContaining('cannot see which keepalived writes')]);
  });

  it('puts together a line that comes in two parts', async () => {
    const { path, batches } = follow(makeFifo());
    appendFileSync(path, 'INSTANCE "VI_1" MA');
    await sleep(50);
    expect(batches).toEqual([]);
    appendFileSync(path, 'STER 100\n');
    await until(() => batches.length === 1);
    expect(batches).toEqual(['VI_1 MASTER']);
  });

  it('takes what was written while nobody read for history: only the last state counts', async () => {
    const path = makeFifo();
    const lines = ['VI_1" MASTER', 'VI_2" MASTER', 'VI_1" FAULT', 'VI_2" MASTER_RX_LOWER_PRI'];
    // Opened both ways, as keepalived does, so that what is written stays in it.
    const writer = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(writer));
    for (const line of lines) writeSync(writer, `INSTANCE "${line} 100\n`);
    const { batches } = follow(path);
    await until(() => batches.length > 0);
    expect(batches).toEqual(['VI_2 MASTER, VI_1 FAULT']);
  });

  it('knows how long ago something was written that nobody has read', async () => {
    const path = makeFifo();
    const writer = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(writer));
    writeSync(writer, 'INSTANCE "VI_1" MASTER 100\n');
    const longAgo = Date.now() / 1000 - 60;
    utimesSync(path, longAgo, longAgo);
    const { ages, batches } = follow(path);
    await until(() => batches.length === 1);
    writeSync(writer, 'INSTANCE "VI_1" BACKUP 100\n');
    await until(() => batches.length === 2);
    expect(ages).toEqual([expect.closeTo(60_000, -4), 0]);
  });

  it('leaves the FIFO that keepalived makes anew to another reader, once it is to stay', async () => {
    const { path, fifo, batches } = follow(makeFifo());
    const open = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(open));
    fifo.stay();
    rmSync(path);
    makeFifo(path);
    await sleep(150);
    const other = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(other));
    writeSync(other, 'INSTANCE "VI_1" MASTER 100\n');
    writeSync(open, 'INSTANCE "VI_1" STOP 100\n');
    await until(() => batches.length === 1);
    expect(batches).toEqual(['VI_1 STOP']);
  });

  it('goes on with the FIFO that keepalived makes anew', async () => {
    const { path, batches } = follow(makeFifo());
    rmSync(path);
    makeFifo(path);
    await sleep(150);
    appendFileSync(path, 'GROUP "VG_1" MASTER 0\n');
    await until(() => batches.length === 1);
    expect(batches).toEqual(['VG_1 MASTER']);
  });

  it('waits for a FIFO that is not there yet, and complains once', async () => {
    const { path, batches, troubles } = follow(join(temporaryFolder(), 'fifo'));
    await sleep(250);
    makeFifo(path);
    await sleep(150);
    appendFileSync(path, 'INSTANCE "VI_1" MASTER 100\n');
    await until(() => batches.length === 1);
    expect(troubles).toEqual([`cannot read the FIFO ${path}: ENOENT`]);
  });

  it('does not make a file of a FIFO that is missing', async () => {
    const path = join(temporaryFolder(), 'plain');
    writeFileSync(path, '');
    const { troubles } = follow(path);
    expect(troubles).toEqual([`cannot read the FIFO ${path}: it is not a FIFO`]);
  });

  it('passes over what it does not understand, and says so', async () => {
    const { path, batches, troubles } = follow(makeFifo());
    appendFileSync(path, 'nonsense\nINSTANCE "VI_1" MASTER 100\n');
    await until(() => batches.length === 1);
    expect(troubles).toEqual(["not an event: 'nonsense'"]);
  });

  it('says so once for as long as it lasts, and never of a priority', async () => {
    const { path, batches, troubles } = follow(makeFifo());
    const nonsense = ['nonsense 0', 'nonsense 1', 'nonsense 2'];
    const lines = ['MASTER_PRIORITY 120', ...nonsense, 'BACKUP_PRIORITY 80', 'more', 'MASTER 100'];
    const told = lines.map((line) => (/^[A-Z]/.test(line) ? `INSTANCE "VI_1" ${line}` : line));
    appendFileSync(path, `${told.join('\n')}\n`);
    await until(() => batches.length === 1);
    expect(troubles).toEqual(["not an event: 'nonsense 0'", "not an event: 'more'"]);
  });

  it('passes over a line that is too long, says so once, and goes on with the next', async () => {
    const { path, batches, troubles } = follow(makeFifo());
    const before = process.memoryUsage().rss;
    const endless = Buffer.alloc(1024 * 1024, 'x');
    for (let count = 0; count < 32; count += 1) await appendFile(path, endless);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    await appendFile(path, '\nINSTANCE "VI_1" MASTER 100\n');
    await until(() => batches.length === 1);
    expect(batches).toEqual(['VI_1 MASTER']);
    expect(troubles).toEqual(['not an event: a line of more than 4096 bytes']);
  });

  it('shows what it does not understand as plain text', async () => {
    const { path, troubles } = follow(makeFifo());
    appendFileSync(path, '\u001b[2Jx\u202ey\u009b\r\n');
    await until(() => troubles.length === 1);
    expect(troubles).toEqual(["not an event: '\ufffd[2Jx\ufffdy\ufffd '"]);
  });
});

describe('parseFifoLine()', () => {
  it.each([
    [
      'INSTANCE "VI_1" MASTER 110',
      { scope: 'INSTANCE', name: 'VI_1', state: 'MASTER', priority: 110 },
    ],
    [
      'GROUP "my "own" group" STOP 0',
      { scope: 'GROUP', name: 'my "own" group', state: 'STOP', priority: 0 },
    ],
    ['INSTANCE "VI_1" MASTER_PRIORITY 120', undefined],
    ['INSTANCE VI_1 MASTER 110', undefined],
    ['', undefined],
  ])('%s', (line, event) => {
    expect(parseFifoLine(line)).toEqual(event);
  });
});
