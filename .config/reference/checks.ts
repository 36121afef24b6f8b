import { checkIds } from '../../src/ports/check-ids.ts';
import { markdownTable } from './markdown-table.ts';

/** What `floatip doctor` looks at. */
export function checksReference(): string {
  const rows = Object.entries(checkIds).map(([id, { title, meaning }]) => [
    `\`${id}\``,
    title,
    meaning,
  ]);
  return markdownTable([['id', 'about', 'what is so where all is well'], ...rows]);
}
