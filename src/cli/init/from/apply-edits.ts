import type { Edit } from './edits.ts';

/** A file as it is, and as it is to be. */
export interface Changed {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Changes the files that the edits are about. What has no place yet gets a block in the first of them. */
export function applyEdits(
  edits: readonly Edit[],
  main: string,
  read: (path: string) => string,
): readonly Changed[] {
  const paths = new Set(edits.map(({ at }) => at?.file ?? main));
  return [...paths].map((path) => {
    const before = read(path);
    const own = edits.filter(({ at }) => (at?.file ?? main) === path);
    return { path, before, after: changed(before, own) };
  });
}

function changed(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  const added = new Map<number, string[]>();
  const removed = new Set<number>();
  /** Begins with what has no block yet. */
  const result: string[] = [];
  for (const { at, lines: more } of edits) {
    if (at === undefined) result.push('global_defs {', ...(more ?? []).map(indented), '}', '');
    else if (more === undefined) removed.add(at.line - 1);
    else {
      const place = braceFrom(lines, at.line - 1);
      added.set(place, [...(added.get(place) ?? []), ...more.map(indented)]);
    }
  }
  for (const [index, line] of lines.entries()) {
    result.push(removed.has(index) ? `    # ${line.trim()}` : line);
    result.push(...(added.get(index) ?? []));
  }
  return result.join('\n');
}

/** The brace may stand on a line of its own. */
function braceFrom(lines: readonly string[], first: number): number {
  const place = lines.findIndex((line, index) => index >= first && /\{\s*(?:[#!].*)?$/.test(line));
  return place === -1 ? first : place;
}

function indented(line: string): string {
  return `    ${line}`;
}
