import type { Filter } from './parameters.ts';
import { invalidValue, Refusal } from './refusal.ts';

/** What a filter goes by: the values that an item has for it. */
export type Filterable<T> = Readonly<Record<string, (item: T) => readonly string[]>>;

/** What passes all filters. Throws for one that there is not. */
export function filtered<T>(
  items: readonly T[],
  filters: readonly Filter[],
  valuesOf: Filterable<T>,
): readonly T[] {
  const tests = filters.map(({ name, values }) => {
    const read = Object.hasOwn(valuesOf, name) ? valuesOf[name] : undefined;
    if (read === undefined) throw invalidValue(`The filter '${name}' is invalid`);
    return (item: T) => read(item).some((value) => values.some((one) => matches(value, one)));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

/** In a filter, `*` stands for any text and `?` for a character. */
function matches(value: string, pattern: string): boolean {
  if (!/[*?]/.test(pattern)) return value === pattern;
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
}

interface Paging {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

export interface PageLimits {
  readonly least: number;
  readonly most: number;
}

/** One page of a list; all of it where no page is asked for. */
export function pageOf<T>(
  items: readonly T[],
  { MaxResults: size, NextToken: token }: Paging,
  { least, most }: PageLimits,
): Page<T> {
  if (size !== undefined && (size < least || size > most)) {
    throw invalidValue(
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value between ${least} and ${most}.`,
    );
  }
  const from = token === undefined || token === '' ? 0 : offsetIn(token);
  const end = from + (size ?? items.length);
  return {
    items: items.slice(from, end),
    nextToken: end < items.length ? tokenOf(end) : undefined,
  };
}

function tokenOf(offset: number): string {
  return Buffer.from(`page ${offset}`).toString('base64');
}

function offsetIn(token: string): number {
  const [, offset] = /^page (\d{1,9})$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (offset === undefined) throw new Refusal('InvalidNextToken', 'The token is invalid');
  return Number(offset);
}

/** Items by their ids, all of which have to be there. */
export function byIds<T>(
  items: ReadonlyMap<string, T>,
  ids: readonly string[],
  unknown: (id: string) => Refusal,
): readonly T[] {
  if (ids.length === 0) return [...items.values()];
  return ids.map((id) => {
    const found = items.get(id);
    if (found === undefined) throw unknown(id);
    return found;
  });
}
