import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';

import { panels } from '../../.config/reference/dashboard.ts';
import { everything } from '../../.config/reference/metrics.ts';
import { temporaryFile } from '../support/temporary.ts';

/** What is for Prometheus and Grafana, against the metrics that there are. */

const rulesPath = 'contrib/prometheus/rules.yaml';
const rules = (
  parse(readFileSync(rulesPath, 'utf8')) as {
    groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[];
  }
).groups.flatMap((group) => group.rules);

/** Names of metrics, each with its labels; what a histogram has is `_bucket`, `_count`, `_sum`. */
async function known(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const metrics = new Map<string, ReadonlySet<string>>();
  const text = await everything();
  for (const [, name = '', labels = ''] of text.matchAll(/^(floatip_\w+)(?:\{(.*)\})? /gm)) {
    const own = [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label);
    metrics.set(name, new Set([...own, 'cluster', 'instance', 'job']));
  }
  return metrics;
}

async function expectKnown(query: string, texts: readonly string[]): Promise<void> {
  const metrics = await known();
  const names = [...query.matchAll(/\bfloatip_\w+/g)].map(([name]) => name);
  const labels = new Set<string>(['le', 'cluster']);
  for (const name of names) {
    expect([...metrics.keys()], query).toContain(name);
    for (const label of metrics.get(name) ?? []) labels.add(label);
  }
  if (names.length === 0) return;
  const asked = [
    ...[...query.matchAll(/(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
    ...[...query.matchAll(/[{,](\w+)(?:=~|=)"/g)].map(([, label = '']) => label),
    ...texts.flatMap((text) =>
      [...text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label),
    ),
  ];
  for (const label of asked) expect([...labels], `${label} in ${query}`).toContain(label);
}

it.each(rules)('$alert asks for what there is', async ({ expr, annotations }) => {
  await expectKnown(expr, Object.values(annotations));
});

it.each(panels)('the panel "$title" asks for what there is', async ({ query, legend }) => {
  await expectKnown(query, [legend]);
});

const promtool = '/usr/bin/promtool';

describe.skipIf(!existsSync(promtool))('promtool (skipped without the package prometheus)', () => {
  const run = (...args: string[]) => spawnSync(promtool, args, { encoding: 'utf8' });

  it('finds that each rule fires when it should, and only then', () => {
    const { status, stdout, stderr } = run('test', 'rules', 'test/contrib/rules.test.yaml');
    expect(`${stdout}${stderr}`).toContain('SUCCESS');
    expect(status).toBe(0);
    const cases = readFileSync('test/contrib/rules.test.yaml', 'utf8');
    for (const { alert } of rules) expect(cases).toContain(`alertname="${alert}"`);
  });

  it('understands what the panels ask', () => {
    const asked = panels.map(({ query }, index) => ({
      record: `panel:${index}`,
      expr: query.replaceAll('$__rate_interval', '5m'),
    }));
    const text = stringify({ groups: [{ name: 'panels', rules: asked }] });
    const { status, stdout, stderr } = run('check', 'rules', temporaryFile('panels.yaml', text));
    expect(`${stdout}${stderr}`).toContain(`SUCCESS: ${panels.length} rules found`);
    expect(status).toBe(0);
  });
});
