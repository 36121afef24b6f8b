import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { ConfigFiles } from './config-files.ts';

/** The files of this host. Paths are absolute. */
export function configFilesOnDisk(): ConfigFiles {
  return {
    read: (path) => readFileSync(path, 'utf8'),
    match: (pattern, folder) => matching(resolve(folder, pattern)),
  };
}

/** As glob(3) does it, but for braces. Node has it from version 22 on only. */
function matching(pattern: string): readonly string[] {
  let found = ['/'];
  for (const part of pattern.split('/').filter((one) => one !== '')) {
    found = found.flatMap((folder) => namesIn(folder, part).map((name) => join(folder, name)));
  }
  return found;
}

function namesIn(folder: string, part: string): readonly string[] {
  if (!/[*?[]/.test(part)) return existsSync(join(folder, part)) ? [part] : [];
  const wanted = patternOf(part);
  try {
    // A hidden file is not meant by an asterisk.
    return readdirSync(folder)
      .filter((name) => wanted.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .toSorted();
  } catch {
    return [];
  }
}

function patternOf(part: string): RegExp {
  const pieces = part.match(/\*|\?|\[!?[^\]]+\]|./g) ?? [];
  const source = pieces.map((piece) => {
    if (piece === '*') return '.*';
    if (piece === '?') return '.';
    if (piece.length > 1) return piece.replace('[!', '[^');
    return piece.replace(/[.+^${}()|[\]\\]/, String.raw`\$&`);
  });
  return RegExp(`^${source.join('')}$`);
}
