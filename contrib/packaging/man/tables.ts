/** A table of a page in Markdown, and the line of code that stands above it. */
export interface Table {
  readonly title: string;
  /** By the heads of the columns. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** The tables of a part that `npm run docs` writes. Throws where it has none: something was renamed. */
export function tablesIn(page: string, part: string): readonly Table[] {
  const [, text = ''] = page.split(`<!-- Written by npm run docs: ${part} -->`);
  const [inside = ''] = text.split(`<!-- End of ${part} -->`);
  const found = [...inside.matchAll(/(?:`([^`\n]+)`:\n\n)?((?:^\|.*\|\n)+)/gm)];
  const tables = found.map(([, title = '', lines = '']) => ({ title, rows: rowsOf(lines) }));
  if (tables.every(({ rows }) => rows.length === 0))
    throw new Error(`There is no table of ${part}`);
  return tables;
}

function rowsOf(lines: string): readonly Readonly<Record<string, string>>[] {
  const [heads = [], , ...rows] = lines.trim().split('\n').map(cellsOf);
  return rows.map((cells) => Object.fromEntries(heads.map((head, at) => [head, cells[at] ?? ''])));
}

/** A bar of a cell's own is escaped. */
function cellsOf(line: string): readonly string[] {
  const cells = line.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}
