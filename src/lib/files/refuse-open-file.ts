import { realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';

import { Failure } from '../../ports/failure.ts';

/**
 * Refuses a config that somebody else may write: it says where the secrets are sent. Looks at the file at the
 * end of all links, and at the folders of both ends. Throws `config`.
 */
export function refuseOpenConfig(path: string, stats: Stats): void {
  const { uid, gid, mode } = stats;
  const origin = `The config file ${path}`;
  if ((mode & 0o002) !== 0) throw openToAll(origin, path);
  if ((mode & 0o020) !== 0 && gid !== 0 && gid !== process.getgid?.()) {
    throw new Failure('config', `${origin} may be written by group ${gid}`, {
      hint: `Close it with: chmod g-w ${path}`,
    });
  }
  if (!isOfThisUserOrRoot(uid)) {
    throw new Failure('config', `${origin} belongs to user ${uid}, who may write it`, {
      hint: `Give it to root with: chown root ${path}`,
    });
  }
  for (const folder of new Set([dirname(path), dirname(realpathSync.native(path))])) {
    if (isOpenFolder(folder)) throw openToAll(`The folder ${folder} of the config file`, folder);
  }
}

/** Refuses a secret that another user has put there, or that all may read: it has leaked. Throws `config`. */
export function refuseOpenSecret(
  path: string,
  { uid, mode }: Stats,
  { origin, owner }: SecretFile,
): void {
  if ((mode & 0o007) !== 0) {
    throw new Failure('config', `${origin} is open to every user of this host`, {
      hint: `Close it with: chmod o= ${path}`,
    });
  }
  if (isOfThisUserOrRoot(uid) || uid === owner) return;
  throw new Failure('config', `${origin} belongs to user ${uid}, who may put another one there`, {
    hint: `Give it to root with: ${commandToOwn(path)}`,
  });
}

export interface SecretFile {
  /** How it is called in messages. */
  readonly origin: string;
  /** Who else may own it. */
  readonly owner?: number | undefined;
}

function openToAll(origin: string, path: string): Failure {
  return new Failure('config', `${origin} may be written by every user of this host`, {
    hint: `Close it with: chmod o-w ${path}`,
  });
}

/** In a folder with the sticky bit, such as /tmp, nobody can put another file in its place. */
function isOpenFolder(path: string): boolean {
  return (statSync(path).mode & 0o1002) === 0o002;
}

function isOfThisUserOrRoot(uid: number): boolean {
  return uid === 0 || uid === process.getuid?.();
}

/** Whoever is not root reads it as a member of its group. */
function commandToOwn(path: string): string {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  return uid === 0 ? `chown root ${path}` : `chown root:${gid} ${path} && chmod 0640 ${path}`;
}
