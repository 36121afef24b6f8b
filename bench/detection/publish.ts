import { readFileSync, writeFileSync } from 'node:fs';

import { withPart } from '../../.config/reference/marked-parts.ts';
import { plot } from './plot.ts';
import { steadyTable } from './steady.ts';
import type { Steady } from './steady.ts';
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
  const { steady } = written();
  await write({ ...results, ...(steady === undefined ? {} : { steady }) });
}

/** The same of a long time in which nothing was wrong. */
export async function publishSteady(steady: Steady): Promise<void> {
  await write({ ...written(), steady });
}

interface Written extends Results {
  readonly steady?: Steady;
}

function written(): Written {
  return JSON.parse(readFileSync(data, 'utf8')) as Written;
}

async function write(results: Written): Promise<void> {
  const toHundredths = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : value;
  writeFileSync(data, `${JSON.stringify(results, toHundredths, 2)}\n`);
  await show();
}

/** Draws the picture and writes the tables anew, from what was written down. */
export async function show(): Promise<void> {
  const results = written();
  writeFileSync('docs/detection.svg', await plot(results.found));
  const { rounds, seconds, machine, steady } = results;
  const part = `Medians of ${rounds} rounds; ${machine}:

${detectionTable(results)}

False failovers within ${seconds} s of each condition:

${conditionsTable(results)}${steady === undefined ? '' : `\n\n${steadyText(steady)}`}`;
  writeFileSync(page, withPart(readFileSync(page, 'utf8'), markers, part));
}

function steadyText(steady: Steady): string {
  const { seconds, load, machine } = steady;
  const minutes = Math.round(seconds / 60);
  return `False failovers within ${minutes} minutes beside whatever else the machine did (${machine}; load
${load.mean.toFixed(1)} on average, ${load.most.toFixed(1)} at most):

${steadyTable(steady)}`;
}
