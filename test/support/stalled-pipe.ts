import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { temporaryFolder } from './temporary.ts';

/** A pipe whose reader has stalled. */
export interface StalledPipe {
  /** What a process writes into, as it inherits it: it blocks. */
  readonly fd: number;
  /** What is in it now. */
  read(): string;
  /** Its reader goes away. */
  close(): void;
}

/** A pipe that nobody reads, with nothing in it yet. */
export function unreadPipe(): StalledPipe {
  const path = join(temporaryFolder(), 'pipe');
  if (spawnSync('mkfifo', [path]).status !== 0) throw new Error('mkfifo failed');
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const fd = openSync(path, constants.O_WRONLY);
  const close = onceAtMost(() => closeSync(reader));
  onTestFinished(() => {
    close();
    closeSync(fd);
  });
  const buffer = Buffer.alloc(capacityBytes);
  return { fd, close, read: () => buffer.toString('utf8', 0, readOr0(reader, buffer)) };
}

/** The same, and nothing more goes into it. */
export function fullPipe(): StalledPipe {
  const pipe = unreadPipe();
  writeSync(pipe.fd, Buffer.alloc(capacityBytes, '.'));
  return pipe;
}

/** Of a pipe, on Linux. */
export const capacityBytes = 64 * 1024;

function onceAtMost(callback: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) callback();
    isDone = true;
  };
}

function readOr0(fd: number, buffer: Buffer): number {
  try {
    return readSync(fd, buffer);
  } catch {
    // EAGAIN: there is nothing in it.
    return 0;
  }
}
