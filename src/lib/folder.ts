import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { keepOwner, makeFolder, openToWrite } from './keep-owner.ts';

/**
 * A folder of small files that several processes share. A file is there as a whole or not at all,
 * so that nobody needs a lock to read it.
 */
export interface Folder {
  /** The names of the files. Empty where the folder is missing. */
  names(): readonly string[];
  read(name: string): string | undefined;
  /** The same of a file that nobody but this user and root can have written. */
  readTrusted(name: string): string | undefined;
  /** Throws the system's error where it cannot be written. */
  write(name: string, text: string): void;
  /** Makes a file that says all by its name. Throws the system's error where it cannot be written. */
  mark(name: string): void;
  remove(name: string): void;
}

/** A name for a file or folder that any text can be given, and that leads nowhere else. */
export function fileNameFor(text: string): string {
  return encodeURIComponent(text).replace(/^\./, '%2E');
}

/** Opens a folder, which is made with the first file that is written to it. */
export function openFolder(path: string): Folder {
  return {
    names() {
      try {
        return readdirSync(path).filter((name) => !name.startsWith('.'));
      } catch {
        return [];
      }
    },
    read(name) {
      try {
        return readFileSync(join(path, name), 'utf8');
      } catch {
        return undefined;
      }
    },
    readTrusted(name) {
      try {
        return readTrusted(join(path, name));
      } catch {
        return undefined;
      }
    },
    write(name, text) {
      const draft = join(path, `.${name}.${process.pid}`);
      make(draft, text, path);
      renameSync(draft, join(path, name));
    },
    // Nobody can see half of an empty file.
    mark: (name) => make(join(path, name), '', path),
    remove(name) {
      rmSync(join(path, name), { force: true });
    },
  };
}

function make(file: string, text: string, folder: string): void {
  const fd = openEmpty(file, folder);
  try {
    writeFileSync(fd, text);
    keepOwner(fd, file);
  } finally {
    closeSync(fd);
  }
}

const overwrite = constants.O_WRONLY | constants.O_TRUNC;

function openEmpty(file: string, folder: string): number {
  try {
    return openToWrite(file, overwrite);
  } catch {
    makeFolder(folder);
    return openToWrite(file, overwrite);
  }
}

function readTrusted(file: string): string | undefined {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { uid } = fstatSync(fd);
    return uid === 0 || uid === process.getuid?.() ? readFileSync(fd, 'utf8') : undefined;
  } finally {
    closeSync(fd);
  }
}
