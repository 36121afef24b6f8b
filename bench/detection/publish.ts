import { readFileSync, writeFileSync } from 'node:fs';

import { withPart } from '../../.config/reference/marked-parts.ts';
import { plot } from './plot.ts';
import { conditionsTable, detectionTable } from './tables.ts';
import type { Results } from './tables.ts';

const data = 'docs/detection.json';
const page = 'docs/detection.md';

const markers = {
  begin: '<!-- Written by npm run bench:detection -- --write -->',
  end: '<!-- End of what it has written -->',
};

/** Writes down what was measured, and the page and the picture that show it. */
export async function publish(results: Results): Promise<void> {
  const toTenths = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : value;
  writeFileSync(data, `${JSON.stringify(results, toTenths, 2)}\n`);
  await show();
}

/** Draws the picture and writes the tables anew, from what was written down. */
export async function show(): Promise<void> {
  const results = JSON.parse(readFileSync(data, 'utf8')) as Results;
  writeFileSync('docs/detection.svg', await plot(results.found));
  const { rounds, seconds, machine } = results;
  const part = `Medians of ${rounds} rounds; ${machine}:

${detectionTable(results)}

False failovers within ${seconds} s of each condition:

${conditionsTable(results)}`;
  writeFileSync(page, withPart(readFileSync(page, 'utf8'), markers, part));
}
