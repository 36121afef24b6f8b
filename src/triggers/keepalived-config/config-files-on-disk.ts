import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { globSync } from 'tinyglobby';

import type { ConfigFiles } from './config-files.ts';

/** The files of this host, or those below another root, as a container has it. */
export function configFilesOnDisk(root = '/'): ConfigFiles {
  return {
    read: (path) => readFileSync(join(root, path), 'utf8'),
    match(pattern, folder) {
      const path = pattern.startsWith('/') ? pattern : join(folder, pattern);
      const options = { cwd: root, onlyFiles: true, followSymbolicLinks: true };
      const found = globSync(path.replace(/^\/+/, ''), options);
      return found.map((one) => join('/', one)).toSorted();
    },
  };
}
