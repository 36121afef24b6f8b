import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { alertKindsReference, channelsReference, textsReference } from './alerts.ts';
import { checksReference } from './checks.ts';
import { clouds } from './clouds.ts';
import { addressReference, kindsReference, settingsReference } from './config-keys.ts';
import { dashboard } from './dashboard.ts';
import { withPart } from './marked-parts.ts';
import { metricsReference } from './metrics.ts';
import { optionsReference } from './options.ts';
import { rulesTable } from './rules.ts';

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
  { page: 'docs/doctor.md', title: 'checks', write: checksReference },
  { page: 'docs/alerts.md', title: 'kinds of alerts', write: alertKindsReference },
  { page: 'docs/alerts.md', title: 'channels', write: channelsReference },
  { page: 'docs/alerts.md', title: 'texts', write: textsReference },
  { page: 'docs/monitoring.md', title: 'rules', write: rulesTable },
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
  if (textAt(dashboardPath) !== dashboard()) stale.set(dashboardPath, dashboard());
  return stale;
}

const dashboardPath = 'contrib/grafana/dashboard.json';

function textAt(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
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
