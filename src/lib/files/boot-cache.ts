import { readBootId } from '../host/boot-id.ts';
import { isRecord, parseJson } from '../json.ts';
import type { Folder } from './folder.ts';

/** Small facts that hold until the next boot. A cache: it may be empty, and losing it is harmless. */
export interface BootCache {
  get(key: string): unknown;
  /** Remembers a fact. A folder that cannot be written just means no cache. */
  set(key: string, value: unknown): void;
}

/**
 * Keeps the facts in a file of the folder, with the kernel's boot id. The folder may be that of an
 * ordinary user, who could have root send its secrets anywhere: where that matters, only facts are
 * believed that this user or root has written.
 */
export function createBootCache(
  folder: Folder,
  name: string,
  believe: 'all' | 'trusted' = 'all',
): BootCache {
  const file = `${name}.json`;
  const bootId = readBootId();

  const load = (): Readonly<Record<string, unknown>> => {
    const text = believe === 'all' ? folder.read(file) : folder.readTrusted(file);
    const contents = parseJson(text ?? '');
    if (!isRecord(contents) || contents['bootId'] !== bootId) return {};
    return isRecord(contents['facts']) ? contents['facts'] : {};
  };

  return {
    get: (key) => (bootId === '' ? undefined : load()[key]),
    set(key, value) {
      try {
        folder.write(file, `${JSON.stringify({ bootId, facts: { ...load(), [key]: value } })}\n`);
      } catch {
        // Next time it is asked for again.
      }
    },
  };
}
