import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { formsTable, withForms } from '../../bench/forms/table.ts';
import type { Results } from '../../bench/forms/table.ts';

const results: Results = {
  forms: [
    {
      name: '`npm install --global`',
      forWhom: 'hosts with Node and npm',
      needs: 'Node 20.19 or newer',
      downloadBytes: 2_349_000,
      diskBytes: 117_400_000,
      startMs: 51.2,
    },
  ],
  nodeMs: 25.6,
  rounds: 40,
  machine: '2 cores, node v20.20.2, load 0.5 before and 0.7 after',
};

it('the forms are told by their sizes in MB, and by their starts against that of Node', () => {
  expect(formsTable(results)).toContain('| 2.3 MB      | 117 MB  | 51 ms (2.0) |');
  expect(formsTable(results)).toContain('which took 26 ms: medians of 40 rounds in turns;');
});

it('the page on installing has their place, with what was measured last', () => {
  const page = readFileSync('docs/install.md', 'utf8');
  const again = withForms(page, results);
  expect(again).toContain(formsTable(results));
  expect(again.replace(formsTable(results), '').length).toBeLessThan(page.length);
  expect(page).toMatch(/npm install --global.* ms \(\d+\.\d\)/);
});
