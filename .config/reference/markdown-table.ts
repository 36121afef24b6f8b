/** As the formatter of this project wants it. The first row is the head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => padded(cell, widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((wide) => '-'.repeat(wide)));
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n');
}

/** Chinese takes two columns. */
function widthOf(text: string): number {
  return text.length + (text.match(/[\u2E80-\u9FFF\uFF00-\uFF60]/g)?.length ?? 0);
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(width - widthOf(text));
}
