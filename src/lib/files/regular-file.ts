import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';

import { Oddity } from './oddity.ts';
import { readText } from './read-text.ts';

export interface RegularFile {
  readonly text: string;
  readonly stats: Stats;
}

/**
 * Reads a file that the operator has named, at the end of all links. Throws `Oddity` for one that is larger,
 * and for what is no regular file: a FIFO would keep it waiting.
 */
export function readRegular(path: string, maxBytes: number): RegularFile {
  requireRegular(path, statSync(path));
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    requireRegular(path, stats);
    if (stats.size > maxBytes) throw new Oddity(path, `is larger than ${maxBytes} bytes`);
    return { text: readText(fd, maxBytes), stats };
  } finally {
    closeSync(fd);
  }
}

/** Throws `Oddity` for what is none. */
export function requireRegular(path: string, stats: Stats): void {
  if (!stats.isFile()) throw new Oddity(path, 'is not a regular file');
}
