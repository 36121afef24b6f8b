/** A block of keepalived.conf: lines, and blocks in it. */
export function block(head: string, lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines.map((line) => (line === '' ? '' : `    ${line}`)), '}'];
}

/** What is only there where it has something in it. */
export function blockOf(head: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : block(head, lines);
}
