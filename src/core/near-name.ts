/** The name among others that somebody may have meant; `undefined` where none is close. */
export function nearName(name: string, others: readonly string[]): string | undefined {
  const bare = bareOf(name);
  const same = others.find((other) => other !== name && bareOf(other) === bare);
  if (same !== undefined) return same;
  let nearest: string | undefined;
  let least = mostEdits(name) + 1;
  for (const other of others) {
    const edits = other === name ? Infinity : editsBetween(bare, bareOf(other));
    if (edits < least) [nearest, least] = [other, edits];
  }
  return nearest;
}

/** Letters and digits are what is remembered of a name. */
function bareOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
}

/** Of short names, many are one edit away. */
function mostEdits(name: string): number {
  return name.length < 6 ? 1 : 2;
}

/** Levenshtein's distance, row by row. */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of from.split('').entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const swapped = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1);
      next.push(Math.min(swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
