import { readFileSync, writeFileSync } from 'node:fs';

import { clouds } from './clouds.ts';
import { addressReference, kindsReference, settingsReference } from './config-keys.ts';
import { withPart } from './marked-parts.ts';
import { metricsReference } from './metrics.ts';
import { optionsReference } from './options.ts';

/** The parts of the pages that the code knows better than anybody. */

interface Part {
  readonly page: string;
  readonly title: string;
  write(): string | Promise<string>;
}

const parts: readonly Part[] = [
  { page: 'docs/commands.md', title: 'commands', write: optionsReference },
  { page: 'docs/configure.md', title: 'settings', write: settingsReference },
  { page: 'docs/configure.md', title: 'addresses', write: addressReference },
  { page: 'docs/watcher.md', title: 'metrics', write: metricsReference },
  ...clouds.names.map((cloud) => ({
    page: `docs/clouds/${cloud}.md`,
    title: 'kinds',
    write: () => kindsReference(cloud),
  })),
];

/** Pages with parts that are not what they should be, as they should be. */
export async function stalePages(): Promise<ReadonlyMap<string, string>> {
  const stale = new Map<string, string>();
  for (const page of new Set(parts.map((part) => part.page))) {
    const text = readFileSync(page, 'utf8');
    const fresh = await withAllParts(text, page);
    if (fresh !== text) stale.set(page, fresh);
  }
  return stale;
}

export async function writeReference(): Promise<void> {
  for (const [page, text] of await stalePages()) writeFileSync(page, text);
}

async function withAllParts(text: string, page: string): Promise<string> {
  let fresh = text;
  for (const { title, write } of parts.filter((part) => part.page === page)) {
    fresh = withPart(fresh, markersOf(title), await write());
  }
  return fresh;
}

function markersOf(title: string): { begin: string; end: string } {
  return { begin: `<!-- Written by npm run docs: ${title} -->`, end: `<!-- End of ${title} -->` };
}
