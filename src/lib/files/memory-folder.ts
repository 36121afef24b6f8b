import type { Folder } from './folder.ts';

interface MemoryFile {
  readonly text: string;
  readonly madeAt: number;
}

/** A folder that no other process sees, where there is none that could be shared. */
export function openMemoryFolder(): Folder {
  const folders = new Map<string, Folder>();
  const files = new Map<string, MemoryFile>();
  const read = (name: string): string | undefined => files.get(name)?.text;
  const write = (name: string, text: string): void => {
    files.set(name, { text, madeAt: Date.now() });
  };
  return {
    folder(name) {
      const folder = folders.get(name) ?? openMemoryFolder();
      folders.set(name, folder);
      return folder;
    },
    names: () => [...files.keys()],
    folders: () => [...folders.keys()],
    read,
    readTrusted: read,
    madeAt: (name) => files.get(name)?.madeAt,
    write,
    mark: (name) => write(name, ''),
    remove: (name) => void files.delete(name),
  };
}
