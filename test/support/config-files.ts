import { dirname, join } from 'node:path';

import type { ConfigFiles } from '../../src/triggers/keepalived-config/config-files.ts';
import { readKeepalivedConfig } from '../../src/triggers/keepalived-config/keepalived-config.ts';
import type { KeepalivedConfig } from '../../src/triggers/keepalived-config/keepalived-config.ts';

/** Files that are nowhere but here, by their paths. */
function filesOf(files: Readonly<Record<string, string>>): ConfigFiles {
  return {
    read(path) {
      const text = files[path];
      if (text === undefined) throw new Error('ENOENT: no such file');
      return text;
    },
    match(pattern, folder) {
      const path = pattern.startsWith('/') ? pattern : join(folder, pattern);
      if (!path.includes('*')) return path in files ? [path] : [];
      const [before = '', after = ''] = path.split('*');
      return Object.keys(files).filter(
        (one) => one.startsWith(before) && one.endsWith(after) && dirname(one) === dirname(path),
      );
    },
  };
}

/** A config of one file, as lb1 reads it. */
export function configOf(
  text: string,
  others: Readonly<Record<string, string>> = {},
): KeepalivedConfig {
  const files = filesOf({ '/etc/keepalived/keepalived.conf': text, ...others });
  return readKeepalivedConfig('/etc/keepalived/keepalived.conf', { files, configId: 'lb1' });
}
