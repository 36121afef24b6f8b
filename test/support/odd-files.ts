import { spawnSync } from 'node:child_process';
import { chownSync, linkSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFile } from './temporary.ts';

const isRoot = process.getuid?.() === 0;

/** What another user may put where floatip keeps a file, with a text that must not be believed. */
const anybodys = {
  'a FIFO': (path: string) => void spawnSync('mkfifo', [path]),
  'a link': (path: string, text: string) => symlinkSync(temporaryFile('precious', text), path),
  'a link that leads nowhere': (path: string) => symlinkSync('/nonexistent/precious', path),
  'a folder': (path: string) => mkdirSync(path),
  'a second name': (path: string, text: string) => {
    const folder = `${path}-first`;
    mkdirSync(folder);
    writeFileSync(join(folder, 'precious'), text);
    linkSync(join(folder, 'precious'), path);
  },
  'a huge file': (path: string, text: string) => {
    writeFileSync(path, text);
    truncateSync(path, 2 ** 40);
  },
} as const;

const roots = {
  'a file of somebody else': (path: string, text: string) => {
    writeFileSync(path, text);
    chownSync(path, 12_345, 12_345);
  },
  'a device': (path: string) => void spawnSync('mknod', [path, 'c', '1', '5']),
} as const;

export type PutOdd = (path: string, text: string) => void;

/** Ways to put something in the place of a file; as root, a few more. */
export const oddFiles: readonly (readonly [string, PutOdd])[] = Object.entries<PutOdd>({
  ...anybodys,
  ...(isRoot ? roots : {}),
});

/** `precious` is a folder that floatip must not get into. */
export type PutOddFolder = (path: string, precious: string) => void;

/** Ways to put something in the place of a folder. */
export const oddFolders: readonly (readonly [string, PutOddFolder])[] =
  Object.entries<PutOddFolder>({
    'a link': (path, precious) => symlinkSync(precious, path),
    'a FIFO': (path) => void spawnSync('mkfifo', [path]),
    'a file': (path) => writeFileSync(path, ''),
    'a folder that all may write in': (path) => void spawnSync('mkdir', ['-m', '0777', path]),
    ...(isRoot
      ? {
          'a folder of somebody else': (path: string) => {
            mkdirSync(path, { mode: 0o700 });
            chownSync(path, 12_345, 12_345);
          },
        }
      : {}),
  });
