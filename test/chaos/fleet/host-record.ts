/** Two good answers in a row, a second apart. */
const foundWellMs = 1000;

/** When a host was dead for most controllers, when for any of them, and when it was well. */
export class HostRecord {
  /** The last moment at which any of them did not see it. */
  doubtedAt = -Infinity;
  /** The last moment at which it was dead. */
  deadAt = -Infinity;
  #wellFrom: number | undefined = 0;
  /** When it was well, and then died. */
  readonly #spells: { readonly from: number; readonly until: number }[] = [];

  /** By how many of the controllers it is seen. */
  note(seenBy: number, of: number, now: number): void {
    if (seenBy < of) this.doubtedAt = now;
    if (seenBy <= of / 2) this.#die(now);
    else this.#wellFrom ??= now;
  }

  /** Whether controllers may have found it well after a moment, before it died once more. */
  wasWellAfter(at: number): boolean {
    return this.#spells.some(({ from, until }) => until - Math.max(from, at) >= foundWellMs);
  }

  /** The same where it may be well still. */
  hasBeenWellAfter(at: number, now: number): boolean {
    const from = this.#wellFrom;
    const isWell = from !== undefined && now - Math.max(from, at) >= foundWellMs;
    return isWell || this.wasWellAfter(at);
  }

  #die(now: number): void {
    if (this.#wellFrom !== undefined) this.#spells.push({ from: this.#wellFrom, until: now });
    this.#wellFrom = undefined;
    this.deadAt = now;
  }
}
