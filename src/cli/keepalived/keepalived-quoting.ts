/** How names have to be written in keepalived.conf, as keepalived 2.2.7 reads it. */

const plain = /^[\w.:-]+$/;

/** Between double quotes everything stands for itself but another one, so that no name can have that. */
export function isExpressible(name: string): boolean {
  return name !== '' && name !== '{' && !name.includes('"');
}

/** A name as it stands alone: without quotes, it ends at a blank, and at `#` or `!` a comment begins. */
export function quotedName(name: string): string {
  return plain.test(name) ? name : `"${name}"`;
}

/**
 * A word of a script, which as a whole is in double quotes. A backslash is taken for an escape once there, and
 * once more when the words are told apart. A single quote is put in double ones, as in a shell; braces must not
 * be in those, where they would begin a block.
 */
export function quotedWord(word: string): string {
  if (plain.test(word)) return word;
  const escaped = word.replaceAll('\\', String.raw`\\\\`);
  return `'${escaped.replaceAll("'", String.raw`'\"'\"'`)}'`;
}
