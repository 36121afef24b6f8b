/** What is so, and since when whom is told. */
interface Entry<T> {
  readonly value: T;
  /** When a Describe shows it. Milliseconds since 1970. */
  readonly shownAtMs: number;
  /** When the metadata service of an instance knows it. */
  readonly knownAtMs: number;
}

/** When a change that has just been made can be seen. Milliseconds since 1970. */
export type Visibility = Omit<Entry<unknown>, 'value'>;

/** Something that changes, and is not the same for everybody who looks: each has an answer from some time ago. */
export class Timeline<T> {
  #entries: readonly Entry<T>[];

  constructor(value: T) {
    this.#entries = [{ value, shownAtMs: -Infinity, knownAtMs: -Infinity }];
  }

  /** What is so. */
  current(): T {
    return this.#last(() => true);
  }

  /** What a Describe says. */
  shownAt(nowMs: number): T {
    return this.#last(({ shownAtMs }) => shownAtMs <= nowMs);
  }

  /** What the metadata service says. */
  knownAt(nowMs: number): T {
    return this.#last(({ knownAtMs }) => knownAtMs <= nowMs);
  }

  change(value: T, visibility: Visibility): void {
    this.#entries = [...this.#entries.slice(-8), { value, ...visibility }];
  }

  /** Changes it so that everybody sees it at once, whatever else was on its way. */
  set(value: T): void {
    this.#entries = [{ value, shownAtMs: -Infinity, knownAtMs: -Infinity }];
  }

  #last(isVisible: (entry: Entry<T>) => boolean): T {
    const found = this.#entries.findLast(isVisible) ?? this.#entries[0];
    if (found === undefined) throw new TypeError('A timeline is never empty');
    return found.value;
  }
}
