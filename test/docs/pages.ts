import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** The pages that an operator gets, and what they say. */

export interface Link {
  readonly page: string;
  readonly text: string;
  /** The file that it leads to, from the root of the project. */
  readonly target: string;
  /** Without its `#`; empty for the whole page. */
  readonly anchor: string;
}

export const pages: readonly string[] = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
    .toSorted(),
];

/** Links and pictures, but for those that leave the project. */
export function linksOf(page: string): readonly Link[] {
  const found = [...proseOf(page).matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)];
  return found.flatMap(([, text = '', to = '']) => {
    if (/^[a-z]+:/.test(to)) return [];
    const [path = '', anchor = ''] = to.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path));
    return [{ page, text, target, anchor }];
  });
}

/** As GitHub makes them of headings. */
export function anchorsOf(page: string): readonly string[] {
  const headings = [...proseOf(page).matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What stands in backquotes, on one line or over two. */
export function codeIn(page: string): readonly string[] {
  const spans = [...proseOf(page).matchAll(/`([^`]+)`/g)];
  return spans.map(([, code = '']) => code.replaceAll(/\s+/g, ' '));
}

/** The lines that are to be typed or read as they are. */
export function examplesIn(page: string): readonly string[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('    ')).map((line) => line.trim());
}

/** Without examples. */
function proseOf(page: string): string {
  const text = readFileSync(page, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  return text.replaceAll(/^ {4}.*$/gm, '');
}
