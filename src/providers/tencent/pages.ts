import { mostPages } from '../bounds.ts';
import type { Listing } from '../values.ts';

export interface Page<T> extends Listing<T> {
  /** How many there are on all pages. */
  readonly total: number;
  /** How many there are on this page, those included that make no sense. */
  readonly length: number;
}

/** All pages of a list, up to the first one that has nothing new. */
export async function allPages<T>(
  pageAt: (offset: number) => Promise<Page<T>>,
  keyOf: (item: T) => string,
): Promise<Listing<T>> {
  const found = new Map<string, T>();
  let isWhole = true;
  let offset = 0;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const before = found.size;
    const page = await pageAt(offset);
    for (const item of page.items) found.set(keyOf(item), item);
    isWhole &&= page.isWhole;
    offset += page.length;
    if (offset >= page.total) return { items: [...found.values()], isWhole };
    if (found.size === before) break;
  }
  return { items: [...found.values()], isWhole: false };
}
