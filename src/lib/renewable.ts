/** Something that may be replaced while floatip runs, such as a token in a file. */
export interface Renewable<T> {
  current(): T;
  /** Somebody was refused with this one. Returns whether there is another one by now. */
  renew(refused: T): boolean;
}

export interface RenewableOptions<T> {
  /** Reads it again; nothing where that cannot be done right now. Without it, it stays as it is. */
  readonly reread?: (() => T | undefined) | undefined;
  readonly isSame: (one: T, other: T) => boolean;
}

export function renewable<T>(first: T, { reread, isSame }: RenewableOptions<T>): Renewable<T> {
  let current = first;
  return {
    current: () => current,
    renew(refused) {
      // Others who were refused with it may have been here before.
      if (!isSame(current, refused)) return true;
      current = reread?.() ?? current;
      return !isSame(current, refused);
    },
  };
}
