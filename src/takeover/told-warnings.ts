import { fileNameFor } from '../lib/files/folder.ts';
import type { Folder } from '../lib/files/folder.ts';

/** What the processes of this host have told the operator already. */
export interface ToldWarnings {
  /** Whether nobody has told of it since boot. Notes that it has been told of by now. */
  isNews(key: string): boolean;
  /** Whether somebody has told of it. */
  has(key: string): boolean;
}

/** Whoever makes up new names all the time is not heard any more. */
const most = 1000;

/** `folder` is one of this boot. Where it cannot be written, this process remembers by itself. */
export function openToldWarnings(folder: Folder): ToldWarnings {
  const own = new Set<string>();
  return {
    has: (key) => own.has(fileNameFor(key)) || folder.names().includes(fileNameFor(key)),
    isNews(key) {
      const name = fileNameFor(key);
      if (own.has(name) || own.size >= most) return false;
      own.add(name);
      const names = folder.names();
      if (names.includes(name) || names.length >= most) return false;
      try {
        folder.mark(name);
      } catch {
        // The next process tells it again.
      }
      return true;
    },
  };
}
