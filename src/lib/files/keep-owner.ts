import { closeSync, constants, fchownSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Gives what root has just made to the owner of the folder it is in. Hooks often run as an ordinary
 * user, cron as root: neither may lock the other out of what they share.
 */
export function keepOwner(fd: number, { uid, gid }: Owner): void {
  if (process.getuid?.() !== 0 || uid === 0) return;
  try {
    fchownSync(fd, uid, gid);
  } catch {
    // A root without that right, in a sandbox, has folders of its own.
  }
}

/**
 * Makes a folder that is its owner's alone, with all that leads to it. For a path that the operator has
 * chosen: links in it are followed.
 */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // From the outermost one that had to be made to the folder itself.
  const made: string[] = [];
  for (let folder = resolve(path); folder.length >= first.length; folder = dirname(folder)) {
    made.unshift(folder);
  }
  for (const folder of made) {
    const fd = openSync(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    keepOwner(fd, statSync(dirname(folder)));
    closeSync(fd);
  }
}
