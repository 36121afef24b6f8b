/** Parts of a page that a program writes, each between two comments. */

export interface Markers {
  readonly begin: string;
  readonly end: string;
}

/** The text with another part between the markers. Throws where it has no place for it. */
export function withPart(text: string, { begin, end }: Markers, part: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`The page needs the lines '${begin}' and '${end}'`);
  return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
}
