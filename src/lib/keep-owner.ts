import { closeSync, constants, fchownSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;

/**
 * Opens a file to write to it, for its owner alone if it has to be made. Never what a link leads to:
 * root writes in folders of ordinary users, who could send it anywhere.
 */
export function openToWrite(path: string, flags: number): number {
  return openSync(path, flags | constants.O_CREAT | O_NOFOLLOW, 0o600);
}

/**
 * Gives what root has just made to the owner of the folder it is in. Hooks often run as an ordinary
 * user, cron as root: neither may lock the other out of what they share.
 */
export function keepOwner(fd: number, path: string): void {
  if (process.getuid?.() !== 0) return;
  try {
    const { uid, gid } = statSync(dirname(path));
    if (uid !== 0) fchownSync(fd, uid, gid);
  } catch {
    // A root without that right, in a sandbox, has folders of its own.
  }
}

/** Makes a folder that is its owner's alone, with all that leads to it. */
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
    keepOwner(fd, folder);
    closeSync(fd);
  }
}
