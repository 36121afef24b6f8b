import stringWidth from 'string-width';

/** As the formatter of this project wants it. The first row is the head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) =>
    Math.max(...rows.map((row) => stringWidth(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => padded(cell, widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((wide) => '-'.repeat(wide)));
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n');
}

/** A Chinese character takes the room of two others. */
function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - stringWidth(cell));
}
