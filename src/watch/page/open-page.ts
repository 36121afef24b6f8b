import type { ServerResponse } from 'node:http';

import type { Page } from '../../telemetry/pages.ts';
import type { Changes } from '../changes.ts';
import { builtAssets } from './assets.ts';
import { documentOf } from './document.ts';
import type { Assets } from './document.ts';
import { Feed } from './feed.ts';
import type { Look } from './look.ts';
import { partsOf } from './parts.ts';
import { followFailovers } from './recent-failovers.ts';
import { takeLook } from './take-look.ts';
import type { TakeLookOptions } from './take-look.ts';

export interface OpenPageOptions extends Omit<TakeLookOptions, 'failovers'> {
  readonly changes: Changes;
  /** Replaces what was built, for tests. */
  readonly assets?: Assets;
}

/** The page for a browser, and what keeps it current. */
export interface OpenPage {
  /** Takes a reader of what changes; `false` where there are too many. */
  attach(response: ServerResponse): boolean;
  close(): void;
  page(): Page;
  /** What it shows now, for a terminal. */
  look(): Look;
}

export function openPage({ assets = builtAssets, ...options }: OpenPageOptions): OpenPage {
  const { reloadable, changes } = options;
  const { clock, journal, log } = reloadable.session;
  const failovers = followFailovers(journal.path);
  const look = (): Look => takeLook({ ...options, failovers: failovers.list() });
  const feed = new Feed({
    clock,
    changes,
    look: () => partsOf(look()),
    // A page that cannot be shown is no reason to stop taking over.
    onError: (error) => log.error({ reason: String(error) }, 'cannot show the page'),
  });
  return {
    attach: (response) => feed.attach(response),
    look,
    page() {
      const latest = look();
      return documentOf(latest, partsOf(latest), assets);
    },
    close() {
      feed.close();
      failovers.close();
    },
  };
}
