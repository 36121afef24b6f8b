import { readFileSync, writeFileSync } from 'node:fs';

import { plot } from './plot.ts';
import { withResults } from './readme.ts';
import type { Results } from './sample.ts';

const data = 'docs/outage.json';

/** Writes down what was measured, and everything that shows it. */
export async function publish(results: Results): Promise<void> {
  writeFileSync(data, `${JSON.stringify(results, toTenths, 2)}\n`);
  // What is shown is what was written.
  await show();
}

/** Draws the plot and writes the tables of README anew. */
export async function show(): Promise<void> {
  const results = readResults();
  writeFileSync('docs/outage.svg', await plot(results.samples));
  writeFileSync('README.md', withResults(readFileSync('README.md', 'utf8'), results));
}

export function readResults(): Results {
  return JSON.parse(readFileSync(data, 'utf8')) as Results;
}

/** No clock of the lab is more exact. */
function toTenths(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}
