import { onTestFinished } from 'vitest';

import { pageAssets } from '../../../.config/page.mjs';
import { systemClock } from '../../../src/lib/time/clock.ts';
import { servePages } from '../../../src/telemetry/pages.ts';
import { createChanges } from '../../../src/watch/changes.ts';
import { documentOf } from '../../../src/watch/page/document.ts';
import { Feed } from '../../../src/watch/page/feed.ts';
import type { Look } from '../../../src/watch/page/look.ts';
import { partsOf } from '../../../src/watch/page/parts.ts';

export interface ServedLook {
  readonly url: string;
  /** Shows something else from now on. */
  show(look: Look): void;
  close(): void;
}

/** Once for all tests of a file. */
let built: ReturnType<typeof pageAssets> | undefined;

/** The page as a watcher serves it, of something made up. */
export async function serveLook(first: Look): Promise<ServedLook> {
  let look = first;
  const assets = await (built ??= pageAssets());
  const changes = createChanges();
  const feed = new Feed({
    clock: systemClock,
    changes,
    look: () => partsOf(look),
    onError: (error) => {
      throw error;
    },
  });
  const pages = { '/': () => documentOf(look, partsOf(look), assets) };
  const served = await servePages('127.0.0.1:0', pages, {
    streams: { '/events': (response) => feed.attach(response) },
  });
  const close = (): void => {
    feed.close();
    served.close();
  };
  onTestFinished(close);
  return {
    url: `${served.url}/`,
    close,
    show(next) {
      look = next;
      changes.tell();
    },
  };
}
