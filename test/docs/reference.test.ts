import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { configSchema, kindsIn, pathsIn } from '../../.config/reference/json-schema.ts';
import { withPart } from '../../.config/reference/marked-parts.ts';
import {
  commonMeanings,
  kindMeanings,
  settingMeanings,
  wordyDefaults,
} from '../../.config/reference/meanings.ts';
import { allCommands, commandLine, fullName } from '../../.config/reference/options.ts';
import { stalePages } from '../../.config/reference/write-reference.ts';
import { exitCodes } from '../../src/core/outcome.ts';

describe('what the code knows of the pages', () => {
  it('stands there as npm run docs writes it', async () => {
    expect([...(await stalePages()).keys()]).toEqual([]);
  });

  it('needs its place', () => {
    const markers = { begin: '<!-- begin -->', end: '<!-- end -->' };
    const page = 'before\n<!-- begin -->\n\nold\n\n<!-- end -->\nafter';
    expect(withPart(page, markers, 'new')).toBe(page.replace('old', 'new'));
    const [begin = '', end = ''] = page.split('old');
    for (const half of [begin, end]) {
      expect(() => withPart(half, markers, 'new')).toThrow('needs the lines');
    }
  });

  it('says nothing of keys that are not there', () => {
    const schema = configSchema();
    const kinds = kindsIn(schema);
    const settings = Object.keys(settingMeanings);
    expect(settings).toEqual(pathsIn(schema));
    expect(settings).toEqual(expect.arrayContaining(Object.keys(wordyDefaults)));
    expect(Object.keys(kindMeanings)).toEqual([...kinds.keys()]);
    for (const [kind, { properties = {} }] of kinds) {
      const meanings = { ...commonMeanings, ...kindMeanings[kind] };
      expect(Object.keys(meanings).toSorted(), kind).toEqual(Object.keys(properties).toSorted());
    }
  });
});

it('commands.md says of every option what it is there', () => {
  const page = readFileSync('docs/commands.md', 'utf8');
  const [, elsewhere = ''] = page.split('## Options that several commands share');
  for (const command of allCommands(commandLine())) {
    const [, rest = ''] = page.split(`## ${fullName(command)}\n`);
    const [section = ''] = rest.split('\n## ');
    for (const { long, description } of command.options) {
      const [shared = ''] = section.match(/^Shared: .*$/m) ?? [];
      const place = shared.includes(`\`${long}\``) ? elsewhere : section;
      const isThere = place.includes(`| ${description} `);
      expect(isThere, `${fullName(command)} ${long}`).toBe(true);
    }
  }
});

it('README names every command', () => {
  const readme = readFileSync('README.md', 'utf8').replace(
    '`config schema`',
    '`floatip config schema`',
  );
  const names = allCommands(commandLine()).map(fullName);
  expect(names.filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
});

it('operations.md has every kind of warning', () => {
  const source = readFileSync('src/core/warning.ts', 'utf8');
  const kinds = [...source.matchAll(/^  \| '([\w-]+)'/gm)].map(([, kind = '']) => kind);
  const page = readFileSync('docs/operations.md', 'utf8');
  const [, section = ''] = page.split('\n## Warnings\n');
  const rows = [...section.matchAll(/^\| `([\w-]+)` +\| \w/gm)].map(([, kind = '']) => kind);
  expect(kinds.length).toBeGreaterThan(4);
  expect(rows.slice(0, kinds.length)).toEqual(kinds);
});

it('operations.md has every exit code', () => {
  const page = readFileSync('docs/operations.md', 'utf8');
  const rows = [...page.matchAll(/^\| (\d[\d, ]*?) +\| \w/gm)].flatMap(([, codes = '']) =>
    codes.split(', '),
  );
  expect(rows.map(Number)).toEqual(Object.values(exitCodes));
});
