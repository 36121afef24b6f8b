/** The words of a line. Those in double quotes are one, without any escape in it (`alloc_strvec_r`). */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

/**
 * The words of a line that starts a script (`alloc_strvec_quoted_escaped`): as a shell would tell them apart, but
 * that a backslash is an escape between quotes of either sort as well. Nothing where a quote is not closed.
 */
export function escapedWordsOf(line: string): readonly string[] {
  if (line.replaceAll(shellWord, '').trim() !== '') return [];
  return (line.match(shellWord) ?? []).map((word) => word.replaceAll(quotedOrEscape, unquoted));
}

function unquoted(piece: string): string {
  return piece.startsWith('\\')
    ? unescaped(piece.slice(1))
    : piece.slice(1, -1).replaceAll(anEscape, (escape) => unescaped(escape.slice(1)));
}

const shellWord = /(?:\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'\\])+/gs;
const anEscape = /\\(?:x[\da-fA-F]+|c.|[0-7]{1,3}|.)/gs;
const quotedOrEscape = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\(?:x[\da-fA-F]+|c.|[0-7]{1,3}|.)/gs;

function unescaped(escape: string): string {
  if (/^x[\da-fA-F]/.test(escape)) return byte(Number.parseInt(escape.slice(1), 16));
  if (/^c./s.test(escape)) return byte((escape.codePointAt(1) ?? 0) & 0x1f);
  if (/^[0-7]/.test(escape)) return byte(Number.parseInt(escape, 8));
  return named[escape] ?? escape;
}

function byte(code: number): string {
  return String.fromCodePoint(code & 0xff);
}

const named: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  E: '\u001B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
