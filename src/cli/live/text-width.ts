import stringWidth from 'string-width';

import { plainText } from '../../core/plain-text.ts';

/** Texts on a terminal, where a Chinese character takes two columns. None of them has colours yet. */

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The text made plain, and cut to that many columns with a sign that there was more. */
export function fit(text: string, columns: number): string {
  const plain = plainText(text);
  if (stringWidth(plain) <= columns) return plain;
  return `${headOf(plain, columns - 1)}…`;
}

/** The same, filled up with spaces to exactly that many columns. */
export function cell(text: string, columns: number): string {
  const fitted = fit(text, columns);
  return fitted + ' '.repeat(Math.max(0, columns - stringWidth(fitted)));
}

/** Broken into lines between words, or within one that is longer than a line; the last line is cut. */
export function wrap(text: string, columns: number, most: number): readonly string[] {
  const lines: string[] = [];
  let rest = plainText(text);
  while (rest !== '' && lines.length < most - 1 && stringWidth(rest) > columns) {
    const head = headOf(rest, columns);
    const space = head.lastIndexOf(' ');
    const line = rest[head.length] === ' ' || space <= 0 ? head : head.slice(0, space);
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return rest === '' ? lines : [...lines, fit(rest, columns)];
}

/** As many whole characters as fit, and at least one, so that whoever cuts gets on. */
function headOf(text: string, columns: number): string {
  let head = '';
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    width += stringWidth(segment);
    if (width > columns && head !== '') break;
    head += segment;
  }
  return head;
}

export function widthOf(text: string): number {
  return stringWidth(plainText(text));
}
