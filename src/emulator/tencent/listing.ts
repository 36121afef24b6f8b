import type { actions } from './description.ts';
import type { Code } from './messages.ts';
import type { Filter } from './parameters.ts';
import { Refusal } from './refusal.ts';

/** Whether a filter with these values lets something through. */
export type Test<T> = (item: T, values: readonly string[]) => boolean;

/** The filters that an action has, by the names in its description. */
export type Tests<A extends keyof typeof limitsOfFilters, T> = Readonly<
  Record<(typeof actions)[A]['filters'][number], Test<T>>
>;

export interface Selection<A extends keyof typeof limitsOfFilters, T> {
  readonly action: A;
  readonly filters: readonly Filter[] | undefined;
  readonly tests: Tests<A, T>;
}

interface FilterLimits {
  readonly filters: number;
  readonly values: number;
  readonly tooMany: Code;
  readonly unknown: Code;
}

/** Only DescribeAddresses says how many there may be; the others get what is customary elsewhere. */
const limitsOfFilters = {
  DescribeAddresses: {
    filters: 10,
    values: 100,
    tooMany: 'LimitExceeded.NumberOfFilters',
    unknown: 'InvalidParameter.InvalidFilter',
  },
  DescribeHaVips: {
    filters: 10,
    values: 5,
    tooMany: 'InvalidParameterValue.LimitExceeded',
    unknown: 'InvalidParameter.FilterInvalidKey',
  },
  DescribeNetworkInterfaces: {
    filters: 10,
    values: 5,
    tooMany: 'InvalidParameterValue.LimitExceeded',
    unknown: 'InvalidParameter.FilterInvalidKey',
  },
} as const satisfies Readonly<Record<string, FilterLimits>>;

/** What all filters let through; within a filter, one value is enough. */
export function select<A extends keyof typeof limitsOfFilters, T>(
  items: readonly T[],
  { action, filters = [], tests }: Selection<A, T>,
): readonly T[] {
  const limits = limitsOfFilters[action];
  if (filters.length > limits.filters) throw new Refusal(limits.tooMany);
  const known: ReadonlyMap<string, Test<T>> = new Map(Object.entries(tests));
  let left = items;
  for (const { Name: name, Values: values } of filters) {
    // A tag's key is part of the name.
    const test = known.get(name.startsWith('tag:') ? 'tag:tag-key' : name);
    if (test === undefined) throw new Refusal(limits.unknown, `There is no filter \`${name}\`.`);
    if (values.length > limits.values) throw new Refusal('InvalidParameterValue.LimitExceeded');
    left = left.filter((item) => test(item, values));
  }
  return left;
}

/** A filter for a text. */
export function is<T>(textOf: (item: T) => string | null | undefined): Test<T> {
  return (item, values) => values.some((value) => value === textOf(item));
}

/** A filter for the first of its values only. */
export function isFirst<T>(textOf: (item: T) => string | null | undefined): Test<T> {
  return (item, [value]) => value === textOf(item);
}

/** A filter for a boolean, which is written TRUE or FALSE. */
export function isFlag<T>(flagOf: (item: T) => boolean): Test<T> {
  return (item, values) => values.some((value) => value.toLowerCase() === String(flagOf(item)));
}

/** A filter for what nothing has here, such as tags. */
export const isNever: Test<unknown> = () => false;

export interface Page {
  readonly Offset?: number;
  readonly Limit?: number;
}

const maxLimit = 100;

export function pageOf<T>(
  items: readonly T[],
  { Offset: offset = 0, Limit: limit = 20 }: Page,
): readonly T[] {
  if (offset < 0 || limit < 1 || limit > maxLimit) {
    throw new Refusal('InvalidParameterValue.LimitExceeded');
  }
  return items.slice(offset, offset + limit);
}

/** Ids to look up. Throws for too many, and the given code for one that cannot be an id. */
export function checkIds(ids: readonly string[], prefix: string, malformed: Code): void {
  if (ids.length > maxLimit) throw new Refusal('InvalidParameterValue.LimitExceeded');
  for (const id of ids) requireId(id, prefix, malformed);
}

export function requireId(id: string, prefix: string, malformed: Code): void {
  if (new RegExp(`^${prefix}-[0-9a-z]{8}$`).test(id)) return;
  throw new Refusal(malformed, `\`${id}\` is not an id such as ${prefix}-1a2b3c4d.`);
}
