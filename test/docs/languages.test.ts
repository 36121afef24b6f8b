import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { codeIn } from './pages.ts';

/** Pages that say the same in two languages. */
const pairs = [
  ['README.md', 'README.zh-CN.md'],
  ['docs/quick-start.md', 'docs/zh/quick-start.md'],
] as const;

describe.each(pairs)('%s and %s', (english, chinese) => {
  it('have the same headings in the same order', () => {
    const levels = levelsOf(english);
    expect(levels.length).toBeGreaterThan(5);
    expect(levelsOf(chinese)).toEqual(levels);
  });

  it('show the same commands', () => {
    const commands = commandsIn(english);
    expect(commands.length).toBeGreaterThan(10);
    expect(commandsIn(chinese)).toEqual(commands);
  });

  it('have the same tables, row by row', () => {
    const tables = rowsIn(english);
    expect(tables.length).toBeGreaterThan(3);
    expect(rowsIn(chinese)).toEqual(tables);
  });
});

describe('the Chinese page for 3 a.m.', () => {
  it('quotes only messages that the English one quotes', () => {
    const known = new Set(codeIn('docs/3am.md'));
    const quoted = codeIn('docs/zh/3am.md').filter((code) => !isTyped(code));
    expect(quoted.length).toBeGreaterThan(15);
    expect(quoted.filter((code) => !known.has(code))).toEqual([]);
  });
});

function levelsOf(page: string): readonly number[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^(#+) /gm)].map(([, marks = '']) => marks.length);
}

/** What is to be typed or read as it is, without comments, which are for people. */
function commandsIn(page: string): readonly string[] {
  const commands: string[] = [];
  // Below an item of a list, a sentence is as far in as an example is elsewhere.
  let indent = 4;
  for (const line of readFileSync(page, 'utf8').split('\n')) {
    if (/^\d+\. /.test(line)) indent = 8;
    else if (/^\S/.test(line)) indent = 4;
    const command = line.trim().replace(/\s*#.*$/, '');
    if (line.startsWith(' '.repeat(indent)) && command !== '') commands.push(command);
  }
  return commands;
}

/** How many cells each row has. */
function rowsIn(page: string): readonly number[] {
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  return rows.map((row) => row.replaceAll('\\|', '').split('|').length);
}

/** What an operator types, or the name of something that is not floatip's. */
function isTyped(code: string): boolean {
  return /^(?:floatip|systemctl|journalctl|tail|curl|ss|ip) /.test(code) || /^[\w.]+$/.test(code);
}
