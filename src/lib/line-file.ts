import {
  closeSync,
  constants,
  fstatSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { errnoOf } from './errno.ts';
import { keepOwner, makeFolder, openToWrite } from './keep-owner.ts';

export interface LineFileOptions {
  /** Beyond this size the file is put aside and a new one begun. Bytes. */
  readonly maxBytes: number;
  /** How many of those that were put aside are kept. */
  readonly keep: number;
}

/** A file that several processes append lines to, one write a line. */
export interface LineFile {
  /** Throws the system's error where it cannot be written. */
  append(line: string): void;
  /**
   * All lines that are kept, oldest first, what a crash left unfinished included; none where there is
   * no file. Throws the system's error where there is one that cannot be read.
   */
  lines(): readonly string[];
}

export function openLineFile(path: string, { maxBytes, keep }: LineFileOptions): LineFile {
  return {
    append(line) {
      const fd = openForAppend(path);
      try {
        const { size } = fstatSync(fd);
        if (size === 0) keepOwner(fd, path);
        // Whoever crashed in the middle of a line must not spoil the next one.
        const gap = size > 0 && !endsLine(fd, size) ? '\n' : '';
        writeSync(fd, `${gap}${line}\n`);
        if (size > maxBytes) putAside(path, keep);
      } finally {
        closeSync(fd);
      }
    },
    lines() {
      const files = [...asideOf(path), path];
      return files.flatMap((file) => readLines(file)).filter((line) => line !== '');
    },
  };
}

const readAndAppend = constants.O_RDWR | constants.O_APPEND;

function openForAppend(path: string): number {
  try {
    return openToWrite(path, readAndAppend);
  } catch {
    makeFolder(dirname(path));
    return openToWrite(path, readAndAppend);
  }
}

function endsLine(fd: number, size: number): boolean {
  const last = Buffer.alloc(1);
  readSync(fd, last, 0, 1, size - 1);
  return last.toString('latin1') === '\n';
}

/** With its own id in the new name, no process overwrites what another one puts aside just now. */
function putAside(path: string, keep: number): void {
  const aside = asideOf(path);
  const last = Number.parseInt(aside.at(-1)?.slice(path.length + 1) ?? '0', 10);
  try {
    renameSync(path, `${path}.${String(last + 1).padStart(6, '0')}-${process.pid}`);
  } catch {
    // Somebody else just did.
  }
  for (const old of asideOf(path).slice(0, -keep)) rmSync(old, { force: true });
}

/** Oldest first. */
function asideOf(path: string): readonly string[] {
  const name = basename(path);
  return readNames(dirname(path))
    .filter((file) => file.startsWith(`${name}.`) && /^\d+-\d+$/.test(file.slice(name.length + 1)))
    .toSorted()
    .map((file) => join(dirname(path), file));
}

function readNames(folder: string): readonly string[] {
  return unlessMissing(() => readdirSync(folder));
}

function readLines(path: string): readonly string[] {
  return unlessMissing(() => readFileSync(path, 'utf8').split('\n'));
}

function unlessMissing(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
