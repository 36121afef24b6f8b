/**
 * A line without its comment and the blanks around it, as `decomment` of keepalived 2.2.7 does it (lib/parser.c):
 * `#` and `!` begin a comment anywhere but between double quotes or after a backslash.
 */
export function withoutComment(line: string): string {
  let text = '';
  let isQuoted = false;
  for (const [piece] of line.matchAll(/\\.|[^\\]|\\$/gs)) {
    if (!isQuoted && (piece === '#' || piece === '!')) break;
    if (piece === '"') isQuoted = !isQuoted;
    const isEscapedSign = !isQuoted && (piece === String.raw`\#` || piece === String.raw`\!`);
    text += isEscapedSign ? piece.slice(1) : piece;
  }
  return trimBlanks(text);
}

function trimBlanks(text: string): string {
  return text.replaceAll(/^[ \t]+|[ \t\r]+$/g, '');
}
