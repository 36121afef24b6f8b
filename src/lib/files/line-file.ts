import { closeSync, constants, fstatSync, renameSync, write, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';

import type { Log } from '../../ports/log.ts';
import { inside, makeOutermost, openOutermost, pathOf } from './directory.ts';
import type { Directory } from './directory.ts';
import { entriesOf } from './entries.ts';
import { errnoOf } from './errno.ts';
import { Oddity } from './oddity.ts';
import { createOwn, openOwn, removeOwn } from './own-file.ts';
import { readText } from './read-text.ts';
import { tellOnce } from './tell-once.ts';
import type { Tell } from './tell-once.ts';

export interface LineFileOptions {
  /** Beyond this size the file is put aside and a new one begun. Bytes. */
  readonly maxBytes: number;
  /** How many of those that were put aside are kept. */
  readonly keep: number;
  /** Gets what is in the way of older lines, once. */
  readonly log?: Pick<Log, 'warn'>;
}

/** A file that several processes append lines to, one write a line. */
export interface LineFile {
  /** Throws the system's error where it cannot be written. */
  append(line: string): void;
  /** The same, while this process goes on with something else: a disk may take long to write. */
  appendBeside(line: string): Promise<void>;
  /**
   * All lines that are kept, oldest first, what a crash left unfinished included; none where there is
   * no file. Throws the system's error where there is one that cannot be read, `Oddity` where it is none.
   */
  lines(): readonly string[];
}

/**
 * Opens a file in a folder that may belong to an ordinary user, in which root writes as well: what is there
 * counts only where floatip can have made it. Without a path, nothing is kept.
 */
export function openLineFile(
  path: string | undefined,
  { maxBytes, keep, log }: LineFileOptions,
): LineFile {
  if (path === undefined) {
    return { append: () => undefined, appendBeside: () => Promise.resolve(), lines: () => [] };
  }
  const folder = dirname(path);
  const file = { name: basename(path), maxBytes, keep, tell: tellOnce(log) };
  return {
    append: (line) => within(makeOutermost(folder), (directory) => append(directory, file, line)),
    async appendBeside(line) {
      const directory = makeOutermost(folder);
      try {
        await appendBeside(directory, file, line);
      } finally {
        closeSync(directory.fd);
      }
    },
    lines: () =>
      unlessMissing(() => within(openOutermost(folder), (directory) => linesOf(directory, file))),
  };
}

interface File {
  readonly name: string;
  readonly maxBytes: number;
  readonly keep: number;
  readonly tell: Tell;
}

function within<T>(directory: Directory, use: (directory: Directory) => T): T {
  try {
    return use(directory);
  } finally {
    closeSync(directory.fd);
  }
}

function append(directory: Directory, file: File, line: string): void {
  const fd = openForAppend(directory, file.name);
  try {
    const { size } = fstatSync(fd);
    writeSync(fd, textFor(line, fd, size));
    if (size > file.maxBytes) putAside(directory, file);
  } finally {
    closeSync(fd);
  }
}

async function appendBeside(directory: Directory, file: File, line: string): Promise<void> {
  const fd = openForAppend(directory, file.name);
  try {
    const { size } = fstatSync(fd);
    await new Promise<void>((resolve, reject) => {
      write(fd, textFor(line, fd, size), (error) => (error === null ? resolve() : reject(error)));
    });
    if (size > file.maxBytes) putAside(directory, file);
  } finally {
    closeSync(fd);
  }
}

/** Whoever crashed in the middle of a line must not spoil the next one. */
function textFor(line: string, fd: number, size: number): string {
  return `${size > 0 && !endsLine(fd, size) ? '\n' : ''}${line}\n`;
}

const readAndAppend = constants.O_RDWR | constants.O_APPEND;

function openForAppend(directory: Directory, name: string): number {
  try {
    return openOwn(directory, name, readAndAppend).fd;
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return createForAppend(directory, name);
  }
}

function createForAppend(directory: Directory, name: string): number {
  try {
    return createOwn(directory, name, readAndAppend);
  } catch (error) {
    // Another process just did.
    if (errnoOf(error) !== 'EEXIST') throw error;
    return openOwn(directory, name, readAndAppend).fd;
  }
}

function endsLine(fd: number, size: number): boolean {
  return readText(fd, 1, size - 1) === '\n';
}

/** With its own id in the new name, no process overwrites what another one puts aside just now. */
function putAside(directory: Directory, { name, keep }: File): void {
  const last = numberOf(asideOf(directory, name).at(-1) ?? '', name);
  const next = `${name}.${String(last + 1).padStart(6, '0')}-${process.pid}`;
  try {
    renameSync(inside(directory, name), inside(directory, next));
  } catch {
    // Somebody else just did.
  }
  for (const old of asideOf(directory, name).slice(0, -keep)) forget(directory, old);
}

function forget(directory: Directory, old: string): void {
  try {
    removeOwn(directory, old);
  } catch {
    // What somebody else has put there stays. The line is written.
  }
}

/** Of a folder that holds more, the rest is not looked at. */
const maxNames = 4096;

/** Oldest first. */
function asideOf(directory: Directory, name: string): readonly string[] {
  const names = entriesOf(directory, maxNames).map((entry) => entry.name);
  const aside = names.filter((file) => file.startsWith(`${name}.`) && numberOf(file, name) > 0);
  return aside.toSorted((left, right) => numberOf(left, name) - numberOf(right, name));
}

/** Which of those that were put aside it is; 0 for something else. */
function numberOf(file: string, name: string): number {
  const [, number = '0'] = /^(\d{6,15})-\d+$/.exec(file.slice(name.length + 1)) ?? [];
  return Number(number);
}

function linesOf(directory: Directory, file: File): readonly string[] {
  const aside = asideOf(directory, file.name).slice(-file.keep);
  const lines = [
    ...aside.flatMap((name) => linesAside(directory, name, file)),
    ...unlessMissing(() => readLines(directory, file.name, file)),
  ];
  return lines.filter((line) => line !== '');
}

/** What is in the way of older lines must not hide the others. */
function linesAside(directory: Directory, name: string, file: File): readonly string[] {
  try {
    return unlessMissing(() => readLines(directory, name, file));
  } catch (error) {
    if (!(error instanceof Oddity)) throw error;
    file.tell(error.path, error.why);
    return [];
  }
}

/** The line that makes a file too large is still written to it. */
const maxLineBytes = 1024 * 1024;

function readLines(
  directory: Directory,
  name: string,
  { maxBytes, tell }: File,
): readonly string[] {
  const { fd, stats } = openOwn(directory, name, constants.O_RDONLY);
  try {
    const limit = maxBytes + maxLineBytes;
    const from = Math.max(0, stats.size - limit);
    const lines = readText(fd, Math.min(stats.size, limit), from).split('\n');
    if (from === 0) return lines;
    tell(pathOf(directory, name), `it is larger than ${limit} bytes, only its end is read`);
    return lines.slice(1);
  } finally {
    closeSync(fd);
  }
}

function unlessMissing(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
}
