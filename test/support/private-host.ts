import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { ending } from './hook.ts';

/** Processes of other tests are not seen, whatever they are. */
const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Whether this process may give others mounts of their own. */
export const canMount =
  process.getuid?.() === 0 && spawnSync('unshare', [...namespaces, 'true']).status === 0;

/**
 * A /run, a /var/lib and a /tmp in which nobody has been yet. What is in the folder of the test stays, and so
 * does this project, wherever it is.
 */
const ownFolders = `
set -e
mount -t tmpfs tmpfs /mnt
mkdir /mnt/kept /mnt/project
mount --bind "$FOLDER" /mnt/kept
mount --bind "$PROJECT" /mnt/project
mount -t tmpfs -o mode=1777 tmpfs /tmp
mkdir -p "$FOLDER"
mount --bind /mnt/kept "$FOLDER"
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/lib
mkdir -m 700 /run/floatip /var/lib/floatip
`;

/** Where floatip keeps things unless it is told otherwise, on a host that is the test's alone. */
export interface PrivateHost {
  /** Runs these lines of sh there. `$FLOATIP`, `$HOOK`, `$CONFIG` and `$FOLDER` are set. */
  run(script: string): Promise<void>;
  /** What the script has put into a file of `$FOLDER`. */
  file(name: string): string;
}

export function privateHost({ config }: { readonly config: string }): PrivateHost {
  const folder = dirname(config);
  const env = {
    PATH: process.env['PATH'],
    PROJECT: process.cwd(),
    FLOATIP: '/mnt/project/bin/floatip.js',
    HOOK: '/mnt/project/hooks/keepalived-notify',
    CONFIG: config,
    FOLDER: folder,
  };
  return {
    async run(script) {
      const args = [...namespaces, 'sh', '-c', ownFolders + script];
      const child = spawn('unshare', args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
      const [stderr, code] = await Promise.all([text(child.stderr), ending(child)]);
      if (code !== 0) throw new Error(`The script ended with ${code}: ${stderr}`);
    },
    file(name) {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    },
  };
}
