import * as v from 'valibot';

import { isIp } from '../core/ip.ts';
import { shorten } from '../core/shorten.ts';
import { idLength, messageLength, nameLength } from './bounds.ts';

/** What any cloud may say, as schemas: what is nothing of the kind does not get past them. */

export const ip = v.pipe(v.string(), v.check(isIp));

/** A name, or a word that is free text. */
export const name = v.pipe(
  v.string(),
  v.transform((text) => shorten(text, nameLength)),
);

/** What is said to people. */
export const message = v.pipe(
  v.string(),
  v.transform((text) => shorten(text, messageLength)),
);

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The id of a request: nothing but printed, or handed back to where it came from. */
export const requestId = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/), v.maxLength(idLength));

/**
 * A schema that is made when something is first held against it. Making one takes longer than using it, and a takeover
 * has no answer to hold against most of them before its write has left.
 */
export function whenUsed<T>(make: () => v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T> {
  let made: v.GenericSchema<unknown, T> | undefined;
  return v.lazy(() => (made ??= make()));
}

/** A list, as far as it makes sense. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** Whether that is all of it. If not, nothing follows from what is not there. */
  readonly isWhole: boolean;
}

interface Listed<T> extends Listing<T> {
  /** With what makes no sense. */
  readonly length: number;
}

export function listOf<T>(item: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, Listed<T>> {
  return v.pipe(
    v.array(v.unknown()),
    v.transform((list) => {
      const parsed = list.map((one) => v.safeParse(item, one));
      const items = parsed.flatMap((one) => (one.success ? [one.output] : []));
      return { items, isWhole: items.length === list.length, length: list.length };
    }),
  );
}

/** Lists that were asked for in parts, as one. */
export function joined<T>(parts: readonly Listing<T>[]): Listing<T> {
  return {
    items: parts.flatMap(({ items }) => items),
    isWhole: parts.every(({ isWhole }) => isWhole),
  };
}

/** The schema of an answer that is only one if it is about what was asked. */
export function about<T>(
  schema: v.GenericSchema<unknown, T>,
  isAsked: (found: T) => boolean,
): v.GenericSchema<unknown, T> {
  return v.pipe(schema, v.check(isAsked));
}
