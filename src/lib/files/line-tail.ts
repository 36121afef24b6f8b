import { closeSync, constants, fstatSync } from 'node:fs';
import { basename, dirname } from 'node:path';

import { openOutermost } from './directory.ts';
import { openOwn } from './own-file.ts';
import type { OpenFile } from './own-file.ts';
import { readText } from './read-text.ts';

/** Follows a file that others append lines to, and that is put aside when it has become too large. */
export interface LineTail {
  /** The whole lines that were added since the last call; at first, the last ones that there are. */
  newLines(): readonly string[];
  close(): void;
}

/**
 * Reads at most so many bytes at once, and keeps the file open: what was added just before it was put aside
 * is not lost. A file that is not there, or that floatip cannot have made, has no lines.
 */
export function openLineTail(path: string, maxBytes: number): LineTail {
  let current: Followed | undefined;
  const drop = (): void => {
    if (current !== undefined) closeSync(current.fd);
    current = undefined;
  };
  return {
    close: drop,
    newLines() {
      const lines = current === undefined ? [] : linesSince(current, maxBytes);
      const latest = openOwnAt(path);
      if (latest === undefined) return lines;
      if (latest.stats.ino === current?.ino) {
        closeSync(latest.fd);
        return lines;
      }
      const isFirst = current === undefined;
      drop();
      const { fd, stats } = latest;
      const from = isFirst ? Math.max(0, stats.size - maxBytes) : 0;
      current = { fd, ino: stats.ino, position: from, rest: '', isInLine: from > 0 };
      return [...lines, ...linesSince(current, maxBytes)];
    },
  };
}

interface Followed {
  readonly fd: number;
  readonly ino: number;
  position: number;
  /** The beginning of a line of which the end is not there yet. */
  rest: string;
  /** What comes next is the end of a line that was not read. */
  isInLine: boolean;
}

function linesSince(file: Followed, maxBytes: number): readonly string[] {
  const { size } = fstatSync(file.fd);
  if (size - file.position > maxBytes) {
    file.position = size - maxBytes;
    file.rest = '';
    file.isInLine = true;
  }
  if (size <= file.position) return [];
  const text = readText(file.fd, size - file.position, file.position);
  file.position = size;
  const lines = (file.rest + text).split('\n');
  file.rest = lines.pop() ?? '';
  if (file.isInLine && lines.length > 0) {
    lines.shift();
    file.isInLine = false;
  }
  return lines;
}

function openOwnAt(path: string): OpenFile | undefined {
  try {
    const directory = openOutermost(dirname(path));
    try {
      return openOwn(directory, basename(path), constants.O_RDONLY);
    } finally {
      closeSync(directory.fd);
    }
  } catch {
    return undefined;
  }
}
