/**
 * An element of the page, as data: it becomes markup where the page is loaded (`markup.ts`), and elements
 * where it is kept current (`browser/patch.ts`). What comes from outside is text in it, never markup.
 */
export interface Element {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly Tree[];
}

export type Attributes = Readonly<Record<string, string>>;

/** The place of a part that is kept current on its own, by its id. */
export interface Slot {
  readonly slot: string;
}

export type Tree = Element | Slot | string;

/** What may be left out where an element is made. */
type Child = Tree | readonly Child[] | undefined;

export function element(
  tag: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): Element {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { tag, attributes: Object.fromEntries(given), children: joined(children) };
}

/** A browser makes one text of two that touch, so that is how they have to be compared. */
function joined(children: readonly Child[]): readonly Tree[] {
  const flat: Tree[] = [];
  for (const child of children.flatMap(flattened)) {
    const last = flat.at(-1);
    if (typeof child === 'string' && typeof last === 'string') flat[flat.length - 1] = last + child;
    else if (child !== '') flat.push(child);
  }
  return flat;
}

function flattened(child: Child): readonly Tree[] {
  if (child === undefined) return [];
  return isList(child) ? child.flatMap(flattened) : [child];
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}

/** A part of the page. */
export interface Part {
  readonly tree: Element;
  /** What makes it another one, where not everything in it does. */
  readonly stamp?: string;
}

/** By their ids. */
export type Parts = ReadonlyMap<string, Part>;
