import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of a package. */
export interface Entry {
  /** Where it is installed: `/usr/bin/floatip`. */
  readonly path: string;
  /** What is in it, or which file it is a copy of. */
  readonly text?: string | Buffer;
  readonly from?: string;
  readonly mode?: number;
  /** The operator may change it, and keeps the change when floatip is upgraded. */
  readonly isConfig?: boolean;
}

/** Whether V8 finds there what it would compile; else that is made on the host. */
export function bringsCaches(entries: readonly Entry[]): boolean {
  return entries.some(({ path }) => path.endsWith('.takeover.cache'));
}

/** Lays files into a folder as they will lie on a host, all as old as the commit. */
export function layOut(entries: readonly Entry[], root: string, date: number): void {
  for (const { path, text, from, mode = 0o644 } of entries) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    if (from === undefined) writeFileSync(target, text ?? '');
    else copyFileSync(from, target);
    chmodSync(target, mode);
  }
  settle(root, date);
}

/** Whatever the umask and the clock of who builds. */
function settle(folder: string, date: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) settle(path, date);
    else utimesSync(path, date, date);
  }
  chmodSync(folder, 0o755);
  utimesSync(folder, date, date);
}
