import { readFileSync, writeFileSync } from 'node:fs';

import { highlights } from './highlights.ts';
import { pages, withResults } from './pages.ts';
import { plot } from './plot.ts';
import type { Results, Sample } from './sample.ts';

const data = 'docs/outage.json';

/** Writes down what was measured, and everything that shows it. */
export async function publish(results: Results): Promise<void> {
  writeFileSync(data, `${JSON.stringify(results, toTenths, 2)}\n`);
  // What is shown is what was written.
  await show();
}

/** The same of some samples, beside those of before. */
export async function publishBeside(samples: readonly Sample[]): Promise<void> {
  const results = readResults();
  const others = results.samples.filter(({ detect }) => detect === undefined);
  await publish({ ...results, samples: [...others, ...samples] });
}

/** Draws the pictures and writes the tables anew. */
export async function show(): Promise<void> {
  const results = readResults();
  for (const [picture, samples] of Object.entries(picturesOf(results))) {
    writeFileSync(picture, await plot(samples));
  }
  for (const page of Object.keys(pages)) {
    writeFileSync(page, withResults(page, readFileSync(page, 'utf8'), results));
  }
}

/** Each picture, and what it shows. */
export function picturesOf({ samples }: Results): Readonly<Record<string, readonly Sample[]>> {
  return { 'docs/outage.svg': samples, 'docs/outage-in-short.svg': highlights(samples) };
}

export function readResults(): Results {
  return JSON.parse(readFileSync(data, 'utf8')) as Results;
}

/** No clock of the lab is more exact. */
function toTenths(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}
