import { resolve } from 'node:path';

import type { Folder } from '../lib/files/folder.ts';
import { isRecord, parseJson } from '../lib/json.ts';
import type { ConfigFile } from './schema.ts';

/** A config file as it was when it could be used the last time. It names secrets, and holds none. */
export interface LastConfig {
  readonly file: ConfigFile;
  /** When it was read. Milliseconds since 1970. */
  readonly at: number;
}

/** The last good configs of this host, kept beside the journal: a mistake may last longer than a boot. */
export interface LastConfigs {
  of(path: string): LastConfig | undefined;
  /** Remembers one. A folder that cannot be written just means that nothing is remembered. */
  keep(path: string, file: ConfigFile): void;
}

const fileName = 'last-config.json';
/** Of those that the command line names; nobody has more on one host. */
const mostKept = 16;

/** Only what root or this user has written counts: a config says where the secrets are sent. */
export function openLastConfigs(folder: Folder, wall: () => number): LastConfigs {
  const load = (): Readonly<Record<string, unknown>> => {
    const kept = parseJson(folder.readTrusted(fileName) ?? '');
    return isRecord(kept) ? kept : {};
  };
  return {
    of(path) {
      const kept = load()[resolve(path)];
      return isLastConfig(kept) ? kept : undefined;
    },
    keep(path, file) {
      const key = resolve(path);
      const others = Object.entries(load()).filter(([other]) => other !== key);
      const kept = [...others.slice(1 - mostKept), [key, { at: wall(), file }] as const];
      try {
        folder.write(fileName, `${JSON.stringify(Object.fromEntries(kept))}\n`);
      } catch {
        // It is kept the next time.
      }
    },
  };
}

/** What is kept was checked before it was put there. */
function isLastConfig(value: unknown): value is LastConfig {
  return isRecord(value) && typeof value['at'] === 'number' && isRecord(value['file']);
}
