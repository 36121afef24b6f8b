import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { removeFolder } from './remove-folder.ts';

/** A folder of the test's own, gone when it ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-test-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** The same where many small files cost least: in memory, where there is such a place. */
export function fastFolder(): string {
  const shared = '/dev/shm';
  const folder = mkdtempSync(join(existsSync(shared) ? shared : tmpdir(), 'floatip-test-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A file in a folder of its own; `mode` as chmod takes it. */
export function temporaryFile(name: string, text: string | Uint8Array, mode = 0o600): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** A folder that is fast, where the system has such a thing, and gone when it is removed. */
export function inMemoryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'floatip-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
