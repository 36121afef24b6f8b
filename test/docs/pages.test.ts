import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { allCommands, commandLine, fullName } from '../../.config/reference/options.ts';
import { anchorsOf, codeIn, examplesIn, linksOf, pages } from './pages.ts';

const links = pages.flatMap(linksOf);

describe('links', () => {
  it('lead to files that are there, and to headings in them', () => {
    expect(links.length).toBeGreaterThan(40);
    const dead = links.filter(({ target, anchor }) => {
      if (!existsSync(target)) return true;
      return anchor !== '' && !anchorsOf(target).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it('lead from README to every page', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const { target } of linksOf(page)) if (target.endsWith('.md')) reached.add(target);
    }
    expect(pages.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('lead to what travels in the package', () => {
    const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };
    const travels = (path: string): boolean =>
      path === 'README.md' || files.some((one) => path === one || path.startsWith(`${one}/`));
    const left = new Set(files.flatMap((one) => (one.startsWith('!') ? [one.slice(1)] : [])));
    const stays = links.filter(({ target }) => !travels(target) || left.has(target));
    expect(stays).toEqual([]);
  });
});

describe('README', () => {
  it('is short', () => {
    expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThanOrEqual(220);
  });
});

describe('paths', () => {
  const folders = ['.ci', '.config', 'bench', 'bin', 'contrib', 'docs', 'hooks', 'src', 'test'];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  );
  const known = [...folders, ...files];
  const isPath = (code: string): boolean =>
    !code.includes(' ') && folders.some((folder) => code.startsWith(`${folder}/`));

  it.each(pages)('that %s mentions are there', (page) => {
    const missing = codeIn(page)
      .filter(isPath)
      .filter((path) => !known.some((one) => patternOf(path).test(one)));
    expect(missing).toEqual([]);
  });
});

/** A path may end with a slash, and have an asterisk for a part of a name. */
function patternOf(path: string): RegExp {
  const parts = path.replace(/\/$/, '').split('*');
  return RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[^/]*')}$`);
}

describe('commands', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
  const commands = new Map(allCommands(commandLine()).map((one) => [fullName(one), one]));

  it.each(pages)('of npm that %s mentions are there', (page) => {
    const names = wordsOf(page).flatMap((text) =>
      [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name = '']) => name),
    );
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(pages)('of floatip that %s mentions are there, with their options', (page) => {
    const wrong = wordsOf(page).filter((text) => {
      const [, line = ''] = /(?:^|[\s/])(floatip [a-z][^|;&]*)/.exec(text) ?? [];
      return line !== '' && !isUsable(line);
    });
    expect(wrong).toEqual([]);
  });

  function isUsable(line: string): boolean {
    const [, two = '', one = ''] = /^((floatip \w+)(?: \w+)?)/.exec(line) ?? [];
    const command = commands.get(two) ?? commands.get(one);
    if (command === undefined) return false;
    const options = command.options.flatMap(({ long, short }) => [long, short]);
    const known = new Set<string | undefined>(['--help', ...options]);
    const used = [...line.matchAll(/(?<=\s)--?[a-z][\w-]*/g)].map(([option]) => option);
    return used.every((option) => known.has(option));
  }

  function wordsOf(page: string): readonly string[] {
    return [...codeIn(page), ...examplesIn(page)];
  }
});
