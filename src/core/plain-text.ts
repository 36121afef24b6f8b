/**
 * Names, messages, ids and paths come from outside, and may hold what moves the cursor of a terminal, breaks
 * a line, or turns around the direction of reading: control characters, other line breaks, marks of Unicode.
 */
const unprintables = [
  '\\u0000-\\u001F\\u007F-\\u009F',
  '\\u2028\\u2029',
  '\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069',
].join('');
// Not by \p{Cc}: to look that up costs a start a quarter of a millisecond.
const unprintable = new RegExp(`[${unprintables}]`, 'g');
const replacement = '\uFFFD';
const lineBreaks = /\s*[\r\n\u2028\u2029]\s*/g;

/** What a cloud has to say of an error fits into this with floatip's own words around it, and so does every name. */
const maxLength = 1000;

/** The text on one line, with nothing in it that is not to be read; cut where it is longer than that. */
export function plainText(text: string, most: number = maxLength): string {
  return cut(text, most)
    .replaceAll(lineBreaks, ' ')
    .replaceAll('\t', ' ')
    .replaceAll(unprintable, replacement);
}

const maxLineLength = 4000;

/** The same for a whole line, in which there are several such texts. */
export function plainLine(text: string): string {
  return plainText(text, maxLineLength);
}

/** In the middle: what stands around a text from outside is floatip's own, and says what to make of it. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const tail = Math.floor(most / 3);
  return `${text.slice(0, most - tail - 1)}…${text.slice(-tail)}`;
}

const escape = '\u001B';
const unprintableOrColour = new RegExp(`${escape}\\[[\\d;]*m|[${unprintables}]`, 'g');

/**
 * What is printed as it is, in which nothing must be left but line breaks and, where that is wanted,
 * colours. In JSON, which has none of this outside of its strings, it stays the same string.
 */
export function printable(text: string, mayHaveColour = false): string {
  return text.replaceAll(unprintableOrColour, (found) => {
    const isWanted = found === '\n' || (mayHaveColour && found.startsWith(`${escape}[`));
    return isWanted
      ? found
      : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}${found.slice(1)}`;
  });
}
