import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { Crew, Member } from './crew.ts';
import { floatipEnvironment } from './floatip.ts';
import { createPulse } from './pulse.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';

let folder: string;
let children: EventEmitter[];
let watcher: Watcher;
/** With which it ends when it is to stop. */
let endCode: number;

beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'floatip-watcher-'));
  children = [];
  endCode = 143;
  const pulse = createPulse(new AbortController().signal);
  const base = { namespace: 'host', folder, fifo: 'fifo', env: floatipEnvironment(folder) };
  watcher = createWatcher({ crew: crewOf(children), pulse, ...base });
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** Of programs that listen at once, and end in order when told to. */
function crewOf(started: EventEmitter[]): Crew {
  const start: Crew['start'] = (_command, { onLine } = {}) => {
    const child = new EventEmitter();
    started.push(child);
    onLine?.('watching');
    const end = async (): Promise<void> => void child.emit('exit', endCode, null);
    const kill = async (): Promise<void> => void child.emit('exit', null, 'SIGKILL');
    return { child, isRunning: () => true, end, kill } as unknown as Member;
  };
  return { start } as Crew;
}

it('is started again a second after it crashed, and tells of it once', async () => {
  await watcher.start();
  children[0]!.emit('exit', 1, null);
  vi.advanceTimersByTime(999);
  expect(children).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(children).toHaveLength(2);
  expect(watcher.takeCrashes()).toEqual([
    `floatip watch was to run, and ended with 1, see ${folder}/watcher.log`,
  ]);
  expect(watcher.takeCrashes()).toEqual([]);
});

it('takes an end for a crash where it was to run, however orderly', async () => {
  await watcher.start();
  children[0]!.emit('exit', 0, null);
  expect(watcher.takeCrashes()).toHaveLength(1);
});

it('ends and dies as it is told without a word', async () => {
  await watcher.start();
  await watcher.stop();
  await watcher.start();
  await watcher.kill();
  expect(watcher.takeCrashes()).toEqual([]);
});

it('tells where it was to stop, and crashed over it', async () => {
  endCode = 1;
  await watcher.start();
  await watcher.stop();
  expect(watcher.takeCrashes()).toEqual([
    `floatip watch was to stop, and ended with 1, see ${folder}/watcher.log`,
  ]);
  vi.advanceTimersByTime(5000);
  expect(children).toHaveLength(1);
});

it('runs once where it is stopped and started within the second after a crash', async () => {
  await watcher.start();
  children[0]!.emit('exit', 1, null);
  await watcher.stop();
  await watcher.start();
  vi.advanceTimersByTime(5000);
  expect(children).toHaveLength(2);
});
