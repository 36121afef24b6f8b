import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

/** What docs/3am.md says that floatip prints, floatip still prints. */

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join('src', path), 'utf8'))
  .join('\n');

/** Words of floatip in the first column of the tables, where an ellipsis stands for what differs. */
function quoted(): readonly string[] {
  const page = readFileSync('docs/3am.md', 'utf8');
  const cells = [...page.matchAll(/^\| (.*?) +\|/gm)].map(([, cell = '']) => cell);
  const codes = cells.flatMap((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  );
  return codes.flatMap((code) => code.split(/ ?(?:…|\d{3}) ?/)).filter((words) => words.length > 1);
}

it('quotes what floatip prints', () => {
  const all = quoted();
  expect(all.length).toBeGreaterThan(20);
  expect(all.filter((words) => !sources.includes(words))).toEqual([]);
});
