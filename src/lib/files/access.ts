import type { Stats } from 'node:fs';
import { dirname } from 'node:path';

import type { Account } from '../processes/accounts.ts';

export type Wish = 'read' | 'write' | 'execute';

type Look = (path: string) => Pick<Stats, 'uid' | 'gid' | 'mode'> | undefined;

const bits: Readonly<Record<Wish, number>> = { read: 4, write: 2, execute: 1 };

/**
 * What keeps a user from a file, by its mode and those of the folders on the way: a path, or nothing. Does not
 * know of access lists and of security modules.
 */
export function obstacleFor(
  { uid, gid }: Account,
  { path, wish, look }: { readonly path: string; readonly wish: Wish; readonly look: Look },
): string | undefined {
  const allows = (what: string, wanted: Wish): boolean => {
    const stats = look(what);
    if (stats === undefined) return false;
    // Root may do everything, but it executes only what somebody may execute.
    if (uid === 0) return wanted !== 'execute' || (stats.mode & 0o111) !== 0;
    const shift = stats.uid === uid ? 6 : stats.gid === gid ? 3 : 0;
    return ((stats.mode >> shift) & bits[wanted]) !== 0;
  };
  for (const folder of foldersTo(path)) if (!allows(folder, 'execute')) return folder;
  return allows(path, wish) ? undefined : path;
}

/** From the root downwards. */
function foldersTo(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [...foldersTo(folder), folder];
}
