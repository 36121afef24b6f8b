import { spawnSync } from 'node:child_process';

/** The shells that run the hook on the systems that floatip is for, as far as they are here. */
export const hookShells: readonly (readonly string[])[] = [
  ['dash'],
  ['busybox', 'sh'],
  ['bash', '--posix'],
].filter(([command = '', ...args]) => spawnSync(command, [...args, '-c', 'true']).status === 0);
