/** The beginning of a text that takes no more bytes than that, with a sign that there was more. */
export function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const bytes = Buffer.from(text).subarray(0, most - Buffer.byteLength('…'));
  // Not in the middle of a character, of which a replacement would be left.
  return `${bytes.toString().replace(/\uFFFD$/, '')}…`;
}
