import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { everything } from '../../.config/reference/metrics.ts';
import { rulesThere } from '../../.config/reference/rules.ts';
import { alertKinds } from '../../src/core/alert.ts';
import { pages } from './pages.ts';

/** What pages call metrics, rules and kinds of alerts is what these are called. */

const metricNames = new Set(
  // A histogram is known by its own name, and by those of its series.
  [...(await everything()).matchAll(/^(?:# TYPE )?(floatip_\w+)/gm)].map(([, name = '']) => name),
);
// Not of every watcher: where the doctor looks, and what is made for node_exporter.
metricNames.add('floatip_doctor_fail');
const ruleNames = new Set(rulesThere().map(({ alert }) => alert));

function namesOn(page: string, pattern: RegExp): readonly string[] {
  const found = [...readFileSync(page, 'utf8').matchAll(pattern)];
  return [...new Set(found.map(([, name = '']) => name))];
}

describe.each(pages)('%s', (page) => {
  it('names only metrics that there are', () => {
    const named = namesOn(page, /`(floatip_[a-z_]+)[`{]/g);
    expect(named.filter((name) => !metricNames.has(name))).toEqual([]);
  });

  it('names only rules that there are', () => {
    const named = namesOn(page, /\b(Floatip[A-Z]\w+)/g);
    expect(named.filter((name) => !ruleNames.has(name))).toEqual([]);
  });
});

it('alerts.md tells only of kinds that there are, in its lists and its examples', () => {
  const text = readFileSync('docs/alerts.md', 'utf8');
  const lists = [...text.matchAll(/`on: \[([^\]]+)\]`/g)].flatMap(([, list = '']) =>
    list.split(', '),
  );
  expect(lists.length).toBeGreaterThan(0);
  const rows = [...text.matchAll(/^\| `([a-z-]+)` +\| (?:info|warning|error|critical)/gm)];
  const named = [...lists, ...rows.map(([, kind = '']) => kind)];
  const kinds: readonly string[] = alertKinds;
  expect(named.filter((kind) => !kinds.includes(kind))).toEqual([]);
  expect(rows.map(([, kind]) => kind)).toEqual(alertKinds);
});

it('monitoring.md has every rule, and docs every metric', () => {
  const monitoring = readFileSync('docs/monitoring.md', 'utf8');
  for (const rule of ruleNames) expect(monitoring).toContain(`\`${rule}\``);
  const watcher = readFileSync('docs/watcher.md', 'utf8');
  const bases = [...metricNames].map((name) => name.replace(/_(?:bucket|count|sum)$/, ''));
  for (const name of new Set(bases)) {
    if (name !== 'floatip_doctor_fail') expect(watcher).toContain(`\`${name}\``);
  }
});
