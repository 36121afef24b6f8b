import { setMaxListeners } from 'node:events';

import { awaitUnder } from '../../lib/time/await-under.ts';
import type { KeyNews } from './key-news.ts';
import type { LeaseStore } from './lease-store.ts';

export interface PartsWatchOptions {
  readonly lease: string;
  readonly store: Pick<LeaseStore, 'watchParts'>;
  /** The id of this host's lease. */
  readonly ownId: () => string | undefined;
  /** Whether this host has given a part away, and not seen yet who has it. */
  readonly gaveWay: (part: string) => boolean;
  /** Hears of news before those whom they concern. */
  readonly onNews: () => void;
}

/** One watch for all parts of a lease, which wakes those parts that something has befallen. */
export class PartsWatch {
  readonly #options: PartsWatchOptions;
  readonly #closing = new AbortController();
  readonly #listeners = new Map<string, () => void>();
  #stream: Promise<void> | undefined;
  #hasBegun = false;

  constructor(options: PartsWatchOptions) {
    this.#options = options;
    // A part is no leak.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Until the watch is broken, for all of them. */
  async watch(part: string, onChange: () => void, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#listeners.set(part, onChange);
    try {
      // What befell it until now, nobody has told it.
      if (this.#hasBegun) onChange();
      this.#stream ??= this.#watchAll();
      await awaitUnder(signal, this.#stream);
    } finally {
      if (this.#listeners.get(part) === onChange) this.#listeners.delete(part);
    }
  }

  wake(isMeant: (part: string) => boolean): void {
    for (const [part, onChange] of this.#listeners) if (isMeant(part)) onChange();
  }

  close(): void {
    this.#closing.abort();
  }

  async #watchAll(): Promise<void> {
    const { lease, store } = this.#options;
    try {
      await store.watchParts(lease, (news) => this.#tell(news), this.#closing.signal);
    } finally {
      this.#stream = undefined;
      this.#hasBegun = false;
    }
  }

  #tell(news: readonly KeyNews[] | undefined): void {
    this.#hasBegun = true;
    const concerned =
      news === undefined || news.some(isGoodbye)
        ? [...this.#listeners.values()]
        : news.flatMap((one) => (this.#concerns(one) ? (this.#listeners.get(one.race) ?? []) : []));
    if (concerned.length === 0) return;
    this.#options.onNews();
    for (const onChange of new Set(concerned)) onChange();
  }

  /** That somebody else has won a part, or has come, the next turn is early enough to see. */
  #concerns({ race, what, isGone, lease }: KeyNews): boolean {
    const { ownId, gaveWay } = this.#options;
    if (what === 'leader') return isGone || lease === ownId() || gaveWay(race);
    return what === 'release' || what === 'failsafe';
  }
}

/** Of a host that took part. Others may have waited for it to go first, at any part. */
function isGoodbye({ what, isGone }: KeyNews): boolean {
  return what === 'candidates' && isGone;
}
