import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

/** Where something is written to. */
export interface Disk {
  readonly folder: string;
  /** From now on no write gets done, as on a volume whose storage is away; where that can be had. */
  readonly freeze?: () => void;
  readonly thaw?: () => void;
  /** Gives back what was taken for it. */
  remove(): void;
}

const megabytes = 1024;

/**
 * A file system of its own, in a file, which the kernel can freeze (`fsfreeze`): whoever writes waits in the
 * kernel, and cannot be ended. A plain folder where there are no loop devices. Has to run as root.
 */
export function makeDisk(folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  const image = `${folder}.img`;
  writeFileSync(image, '');
  const isMounted =
    run('truncate', '--size', `${megabytes}M`, image) &&
    run('mkfs.ext4', '-q', '-F', image) &&
    run('mount', '-o', 'loop', image, folder);
  if (!isMounted) return { folder, remove: () => undefined };
  // What was not made for etcd, it does not take for its own.
  const own = `${folder}/etcd`;
  mkdirSync(own, { mode: 0o700 });
  const thaw = (): void => void run('fsfreeze', '--unfreeze', folder);
  return {
    folder: own,
    freeze: () => void run('fsfreeze', '--freeze', folder),
    thaw,
    remove() {
      thaw();
      run('umount', '--lazy', folder);
    },
  };
}

function run(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
