import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const contributing = readFileSync('CONTRIBUTING.md', 'utf8');

interface Entry {
  readonly word: string;
  readonly file: string;
  readonly symbol: string;
}

function entries(): readonly Entry[] {
  const begin = contributing.indexOf('## Glossary');
  const text = contributing.slice(begin, contributing.indexOf('\n## ', begin + 1));
  const rows = text.matchAll(/^\| ([^|]+?) +\| [^|]+\| `([^`]+)` (\w+) +\|$/gm);
  return [...rows].map(([, word = '', file = '', symbol = '']) => ({ word, file, symbol }));
}

/** Words that the glossary has replaced. A picture that comes back would be a second word for one thing. */
const replaced =
  /\b(?:Attention|Echoes|Knowledge|Unrecorded|Strangers|Duty|Ears|Post|Share|Turns?|Mastery|Rounds|disbelieve|readPatiently)\b/;

function sources(): readonly string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src', path));
}

describe('the glossary', () => {
  it('has each word once', () => {
    const words = entries().map(({ word }) => word);
    expect(words.length).toBeGreaterThan(25);
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(entries())('names what $word is in the code', ({ file, symbol }) => {
    const source = readFileSync(file, 'utf8');
    expect(source).toMatch(
      new RegExp(`^export (?:async )?(?:interface|class|type|function|const) ${symbol}\\b`, 'm'),
    );
  });

  it('has replaced other words', () => {
    const code = (file: string): string =>
      readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'/g, '');
    expect(sources().filter((file) => replaced.test(code(file)))).toEqual([]);
  });
});
