import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isRecord, parseJson } from './json.ts';

/** Small facts that hold until the next boot. A cache: it may be empty, and losing it is harmless. */
export interface BootCache {
  get(key: string): unknown;
  /** Written in the background; a folder that cannot be written just means no cache. */
  set(key: string, value: unknown): void;
  /** Waits for what is being written. */
  flush(): Promise<void>;
}

const noCache: BootCache = {
  get: () => undefined,
  set: () => undefined,
  flush: () => Promise.resolve(),
};

/** Keeps the facts in `<folder>/boot-cache.json`, keyed by the kernel's boot id; without a folder, nothing. */
export function createBootCache(folder: string | undefined): BootCache {
  if (folder === undefined) return noCache;
  const path = join(folder, 'boot-cache.json');
  const bootId = readText('/proc/sys/kernel/random/boot_id') ?? '';

  const load = (): Readonly<Record<string, unknown>> => {
    const contents = parseJson(readText(path) ?? '');
    if (!isRecord(contents) || contents['bootId'] !== bootId) return {};
    return isRecord(contents['facts']) ? contents['facts'] : {};
  };

  let saving: Promise<void> = Promise.resolve();
  return {
    get: (key) => (bootId === '' ? undefined : load()[key]),
    set(key, value) {
      const contents = { bootId, facts: { ...load(), [key]: value } };
      saving = save(path, folder, contents).catch(() => undefined);
    },
    flush: () => saving,
  };
}

async function save(path: string, folder: string, contents: object): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomic(path, `${JSON.stringify(contents)}\n`, { mode: 0o600 });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
