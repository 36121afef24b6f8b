import { createBootCache } from '../../lib/files/boot-cache.ts';
import { openFolder } from '../../lib/files/shared-folder.ts';

/** Other commands of this host find a watcher's pages by what it notes in its runtime folder. */

const note = 'pages';

/** Notes where the pages of this watcher are, for as long as it serves them; returns what takes it back. */
export function tellPagePlace(folder: string | undefined, url: string): () => void {
  createBootCache(openFolder(folder), note).set('url', reachable(url));
  return () => openFolder(folder).remove(`${note}.json`);
}

/** Where a watcher of this host has its pages, or had them: one that was killed takes nothing back. */
export function pagePlaces(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => {
    const url = createBootCache(openFolder(folder), note, 'trusted').get('url');
    return typeof url === 'string' ? [url] : [];
  });
}

/** What listens everywhere is to be found on this host. */
function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
