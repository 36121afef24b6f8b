import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';

import { inside, isTrusted, pathOf } from './directory.ts';
import type { Directory } from './directory.ts';
import { errnoOf } from './errno.ts';
import { keepOwner } from './keep-owner.ts';
import { Oddity } from './oddity.ts';
import { readText } from './read-text.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY, S_IFMT, S_IFREG } = constants;

export interface OpenFile {
  readonly fd: number;
  readonly stats: Stats;
}

/**
 * Opens a file that is there, to read it or to add to it. Throws `Oddity` for one that floatip cannot have
 * made. Never waits: opening a FIFO would take until somebody writes.
 */
export function openOwn(directory: Directory, name: string, flags: number): OpenFile {
  const fd = openQuickly(directory, name, flags);
  const stats = fstatSync(fd);
  const why = whyNotOwn(directory, stats);
  if (why === undefined) return { fd, stats };
  closeSync(fd);
  throw new Oddity(pathOf(directory, name), why);
}

function openQuickly(directory: Directory, name: string, flags: number): number {
  try {
    return openSync(inside(directory, name), flags | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = errnoOf(error);
    const path = pathOf(directory, name);
    if (code === 'ELOOP') throw new Oddity(path, 'it is a link', { cause: error });
    // A FIFO that nobody reads, or a socket; a folder.
    if (code === 'ENXIO' || code === 'EISDIR') throw new Oddity(path, notRegular, { cause: error });
    throw error;
  }
}

const notRegular = 'it is no regular file';

/** A file that is being replaced has no name left; one with two names may be somebody else's. */
function whyNotOwn(directory: Directory, stats: Stats): string | undefined {
  // Not isFile(), which is slow the first time.
  if ((stats.mode & S_IFMT) !== S_IFREG) return notRegular;
  if (stats.nlink > 1) return 'it has another name elsewhere (a hard link)';
  return isTrusted(directory, stats) ? undefined : `it belongs to user ${stats.uid}`;
}

/** Makes a file, which must not be there yet, for its owner alone. Throws the system's error. */
export function createOwn(directory: Directory, name: string, flags: number): number {
  const fd = openSync(inside(directory, name), flags | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  keepOwner(fd, directory.owner);
  return fd;
}

/** Makes an empty file, or leaves the one that is there. What floatip cannot have made gives way. */
export function markOwn(directory: Directory, name: string): void {
  try {
    closeSync(createOwn(directory, name, O_WRONLY));
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    const path = inside(directory, name);
    // It must not be gone for a moment: others read it meanwhile.
    if (whyNotOwn(directory, lstatSync(path)) === undefined) return;
    unlinkSync(path);
    closeSync(createOwn(directory, name, O_WRONLY));
  }
}

export interface OwnText {
  readonly text: string;
  /** Whose the file is. */
  readonly uid: number;
}

/** Reads a file. Throws `Oddity` for one that is larger, or that floatip cannot have made. */
export function readOwn(directory: Directory, name: string, maxBytes: number): OwnText {
  const { fd, stats } = openOwn(directory, name, O_RDONLY);
  try {
    if (stats.size > maxBytes) {
      throw new Oddity(pathOf(directory, name), `it is larger than ${maxBytes} bytes`);
    }
    return { text: readText(fd, stats.size), uid: stats.uid };
  } finally {
    closeSync(fd);
  }
}

export interface Replacement {
  readonly name: string;
  readonly text: string;
  /** Without it, for its owner alone. */
  readonly mode?: number;
}

/** Puts a file in the place of whatever has its name: as a whole, or not at all. */
export function replaceOwn(directory: Directory, { name, text, mode }: Replacement): void {
  const draft = inside(directory, `.${name}.${process.pid}`);
  removeFile(draft);
  try {
    const fd = createOwn(directory, `.${name}.${process.pid}`, O_WRONLY);
    try {
      if (mode !== undefined) fchmodSync(fd, mode);
      writeFileSync(fd, text);
    } finally {
      closeSync(fd);
    }
    renameSync(draft, inside(directory, name));
  } catch (error) {
    // A disk that is full would get one more of them with every run.
    removeFile(draft);
    throw error;
  }
}

/** Removes a file, if it is there. */
export function removeOwn(directory: Directory, name: string): void {
  removeFile(inside(directory, name));
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
