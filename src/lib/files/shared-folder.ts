import { closeSync, lstatSync } from 'node:fs';
import { join } from 'node:path';

import type { Log } from '../../ports/log.ts';
import { inside, makeIn, makeOutermost, openIn, openOutermost } from './directory.ts';
import type { Directory } from './directory.ts';
import { entriesOf } from './entries.ts';
import { errnoOf, isSystemError } from './errno.ts';
import type { Folder, FolderOptions } from './folder.ts';
import { HeldDirectories } from './held-directories.ts';
import { openMemoryFolder } from './memory-folder.ts';
import { Oddity } from './oddity.ts';
import { markOwn, readOwn, removeOwn, replaceOwn } from './own-file.ts';
import type { OwnText } from './own-file.ts';
import { tellOnce } from './tell-once.ts';
import type { Tell } from './tell-once.ts';

/** What is kept in a file until the next boot is a few kilobytes. */
const maxBytes = 1024 * 1024;
/** Beyond these, the names in a folder are not read. */
const maxNames = 4096;

/**
 * Opens a folder. It may belong to an ordinary user, and root works in it as well: so what is in it counts
 * only where floatip can have made it. That is a regular file or a folder of root, of this user or of the
 * owner of the outermost folder, which is no link and has no second name. Anything else counts as absent, is
 * told once, and is waited for by nobody.
 *
 * Without a path, nothing is shared or kept.
 */
export function openFolder(path: string | undefined, log?: Pick<Log, 'warn'>): Folder {
  if (path === undefined) return openMemoryFolder();
  return new SharedFolder(path, [], { tell: tellOnce(log), held: heldBelow(path) });
}

const heldByPath = new Map<string, HeldDirectories>();

/** What is kept in a folder for several purposes is found by one way. */
function heldBelow(path: string): HeldDirectories {
  const held = heldByPath.get(path) ?? new HeldDirectories();
  heldByPath.set(path, held);
  return held;
}

interface Level extends FolderOptions {
  readonly name: string;
}

/** What all folders below the outermost one have in common. */
interface Shared {
  readonly tell: Tell;
  readonly held: HeldDirectories;
}

class SharedFolder implements Folder {
  /** The path that the operator has chosen. */
  readonly #outermost: string;
  /** The way from there. */
  readonly #below: readonly Level[];
  readonly #shared: Shared;

  constructor(outermost: string, below: readonly Level[], shared: Shared) {
    this.#outermost = outermost;
    this.#below = below;
    this.#shared = shared;
  }

  get #tell(): Tell {
    return this.#shared.tell;
  }

  get #held(): HeldDirectories {
    return this.#shared.held;
  }

  folder(name: string, options?: FolderOptions): Folder {
    return new SharedFolder(this.#outermost, [...this.#below, { name, ...options }], this.#shared);
  }

  names(): readonly string[] {
    return this.#lookUp('', (directory) => namesIn(directory, this.#tell)) ?? [];
  }

  folders(): readonly string[] {
    return this.#lookUp('', foldersIn) ?? [];
  }

  read(name: string): string | undefined {
    return this.#read(name)?.text;
  }

  readTrusted(name: string): string | undefined {
    const { uid, text } = this.#read(name) ?? {};
    return uid === 0 || uid === process.getuid?.() ? text : undefined;
  }

  madeAt(name: string): number | undefined {
    return this.#lookUp(name, (directory) => lstatSync(inside(directory, name)).ctimeMs);
  }

  write(name: string, text: string): void {
    this.#change((directory) => replaceOwn(directory, { name, text }));
  }

  mark(name: string): void {
    this.#change((directory) => markOwn(directory, name));
  }

  remove(name: string): void {
    this.#lookUp(name, (directory) => removeOwn(directory, name));
  }

  #read(name: string): OwnText | undefined {
    return this.#lookUp(name, (directory) => readOwn(directory, name, maxBytes));
  }

  /** Does something with what is there; `undefined` where nothing is that counts. */
  #lookUp<T>(name: string, look: (folder: Directory) => T): T | undefined {
    try {
      return this.#within(present, look);
    } catch (error) {
      if (error instanceof Oddity) this.#tell(error.path, error.why);
      else this.#tellUnlessMissing(error, name);
      return undefined;
    }
  }

  #tellUnlessMissing(error: unknown, name: string): void {
    if (!isSystemError(error)) throw error;
    // The second one is of the outermost folder, on the way to which the operator has named a file.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return;
    const names = this.#below.map((level) => level.name);
    this.#tell(join(this.#outermost, ...names, name), error.code);
  }

  /** Does something in the folder, which is made where it is missing. */
  #change(make: (folder: Directory) => void): void {
    try {
      this.#within(made, make);
    } catch (error) {
      if (error instanceof Oddity) this.#tell(error.path, error.why);
      throw error;
    }
  }

  #within<T>(open: Opening, use: (folder: Directory) => T): T {
    return this.#held.use(() => this.#open(open, use));
  }

  #open<T>(open: Opening, use: (folder: Directory) => T): T {
    let way = '';
    let isHeld = true;
    const outermost = this.#held.get(way);
    let directory: Directory = outermost ?? open.outermost(this.#outermost);
    if (outermost === undefined) isHeld = this.#held.hold(way, directory);
    try {
      for (const level of this.#below) {
        way += `/${level.name}`;
        const parent: Directory = directory;
        const known = this.#held.get(way);
        directory = known ?? open.level(parent, level);
        if (!isHeld) closeSync(parent.fd);
        isHeld = known !== undefined || this.#held.hold(way, directory);
      }
      return use(directory);
    } finally {
      if (!isHeld) closeSync(directory.fd);
    }
  }
}

function namesIn(directory: Directory, tell: Tell): readonly string[] {
  const entries = entriesOf(directory, maxNames);
  if (entries.length === maxNames) tell(directory.path, `it holds ${maxNames} names or more`);
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return files.map(({ name }) => name);
}

function foldersIn(directory: Directory): readonly string[] {
  const entries = entriesOf(directory, maxNames).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => name);
}

interface Opening {
  outermost(path: string): Directory;
  level(parent: Directory, level: Level): Directory;
}

const present: Opening = {
  outermost: openOutermost,
  level: (parent, { name }) => openIn(parent, name),
};

const made: Opening = {
  outermost: makeOutermost,
  level(parent, { name, atMost = Infinity }) {
    try {
      return openIn(parent, name);
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      if (atMost < Infinity && entriesOf(parent, atMost).length >= atMost)
        throw full(parent, atMost);
      return makeIn(parent, name);
    }
  },
};

function full({ path }: Directory, atMost: number): Oddity {
  return new Oddity(path, `it holds ${atMost} folders already, and gets no more`);
}
