import { closeSync, constants, fstatSync, mkdirSync, openSync } from 'node:fs';
import type { Stats } from 'node:fs';

import { errnoOf } from './errno.ts';
import { keepOwner, makeFolder } from './keep-owner.ts';
import type { Owner } from './keep-owner.ts';
import { Oddity } from './oddity.ts';

/**
 * A directory that is held open. What is in it is reached through it: its path may lead somewhere else
 * a moment later, where other users can write on the way.
 */
export interface Directory {
  readonly fd: number;
  /** As it is to be named in messages. */
  readonly path: string;
  readonly stats: Stats;
  /** Whom the outermost one belongs to. They are trusted with what floatip keeps there. */
  readonly owner: Owner;
}

const readFolder = constants.O_RDONLY | constants.O_DIRECTORY;

/** Opens the outermost directory: the operator has chosen where it is. Throws the system's error. */
export function openOutermost(path: string): Directory {
  const fd = openSync(path, readFolder);
  const stats = fstatSync(fd);
  return { fd, path, stats, owner: stats };
}

/** The same; it is made where it is missing. */
export function makeOutermost(path: string): Directory {
  try {
    return openOutermost(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    makeFolder(path);
    return openOutermost(path);
  }
}

/** Opens a directory in another one. Throws `Oddity` for what floatip cannot have made. */
export function openIn(parent: Directory, name: string): Directory {
  const fd = openFolder(parent, name);
  const stats = fstatSync(fd);
  const directory = { fd, path: pathOf(parent, name), stats, owner: parent.owner };
  const why = whyNotOwn(directory);
  if (why === undefined) return directory;
  closeSync(fd);
  throw new Oddity(directory.path, why);
}

/** The same; it is made where it is missing. Throws the system's error where it cannot be made. */
export function makeIn(parent: Directory, name: string): Directory {
  let isNew = true;
  try {
    mkdirSync(inside(parent, name), 0o700);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    isNew = false;
  }
  const directory = openIn(parent, name);
  if (isNew) keepOwner(directory.fd, directory.owner);
  return directory;
}

/**
 * The path of something in an open directory, as openat(2) would find it, which Node does not have. A Mac,
 * where only the demo runs, has no such path, and no other users either.
 */
export function inside(directory: Directory, name: string): string {
  if (name === '' || name === '.' || name === '..' || name.includes('/')) {
    throw new Error(`Expected the name of a file: current value is '${name}'`);
  }
  return `${itself(directory)}/${name}`;
}

/** As it is to be named in messages. */
export function pathOf({ path }: Directory, name: string): string {
  return `${path}/${name}`;
}

/** The path of an open directory itself. */
export function itself({ fd, path }: Directory): string {
  return process.platform === 'linux' ? `/proc/self/fd/${fd}` : path;
}

/** Whether what belongs to this user may be what floatip has put there. */
export function isTrusted({ owner }: Directory, { uid }: Pick<Stats, 'uid'>): boolean {
  return uid === 0 || uid === owner.uid || uid === process.getuid?.();
}

function openFolder(parent: Directory, name: string): number {
  try {
    return openSync(inside(parent, name), readFolder | constants.O_NOFOLLOW);
  } catch (error) {
    if (!['ENOTDIR', 'ELOOP'].includes(errnoOf(error))) throw error;
    throw new Oddity(pathOf(parent, name), 'it is a link, or no folder', { cause: error });
  }
}

const writableByOthers = 0o022;

/** floatip makes folders for their owner alone: in one that others may write, nothing tells who did. */
function whyNotOwn(directory: Directory): string | undefined {
  const { stats } = directory;
  if (!isTrusted(directory, stats)) return `it belongs to user ${stats.uid}`;
  const isOpen = (stats.mode & writableByOthers) !== 0;
  return isOpen ? 'others than its owner may write in it' : undefined;
}
