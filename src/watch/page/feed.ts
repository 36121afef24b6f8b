import type { ServerResponse } from 'node:http';

import { printable } from '../../core/plain-text.ts';
import type { Clock } from '../../ports/clock.ts';
import { EventStream } from '../../telemetry/event-stream.ts';
import type { Changes } from '../changes.ts';
import type { Part, Parts } from './tree.ts';

export interface FeedOptions {
  readonly clock: Clock;
  readonly changes: Changes;
  /** What the page is made of now. */
  readonly look: () => Parts;
  /** Gets what keeps it from being told. */
  readonly onError: (error: unknown) => void;
  readonly maxReaders?: number;
}

/** What belongs together comes within this time, and a request that a takeover sends has gone by then. */
const gatherMs = 50;
/** Nobody reads faster than this. */
const atMostEveryMs = 200;
/** What other processes do on this host is not told. */
const lookAgainMs = 2000;

/** Keeps the pages that are open current. Does nothing while there are none. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #stream: EventStream;
  /** What all readers have been told that are not behind. */
  #told: ReadonlyMap<string, string> = new Map();
  #latest: Parts = new Map();
  #toldAt = -Infinity;
  #cancelUpdate: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#stream = new EventStream({ ...options, everything: () => this.#everything() });
    options.changes.listen(() => this.#updateSoon());
  }

  /** Takes a reader; `false` where there are too many. */
  attach(response: ServerResponse): boolean {
    const isTaken = this.#stream.attach(response);
    this.#cancelLook ??= this.#options.clock.after(lookAgainMs, () => this.#lookAgain());
    return isTaken;
  }

  close(): void {
    this.#cancelUpdate?.();
    this.#cancelLook?.();
    this.#stream.close();
  }

  #updateSoon(): void {
    if (this.#stream.readers === 0 || this.#cancelUpdate !== undefined) return;
    const { clock } = this.#options;
    const waitMs = Math.max(gatherMs, this.#toldAt + atMostEveryMs - clock.now());
    this.#cancelUpdate = clock.after(waitMs, () => this.#update());
  }

  #lookAgain(): void {
    this.#cancelLook = undefined;
    if (this.#stream.readers === 0) return;
    this.#updateSoon();
    this.#cancelLook = this.#options.clock.after(lookAgainMs, () => this.#lookAgain());
  }

  #update(): void {
    this.#cancelUpdate = undefined;
    try {
      if (this.#stream.readers > 0) this.#refresh();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #refresh(): void {
    const { look, clock } = this.#options;
    this.#latest = look();
    const stamps = stampsOf(this.#latest);
    const fresh = [...this.#latest].filter(([id]) => this.#told.get(id) !== stamps.get(id));
    this.#told = stamps;
    this.#toldAt = clock.now();
    if (fresh.length > 0) this.#stream.publish(eventOf(fresh));
  }

  #everything(): string {
    // The others hear of it as well: what is left out next time is what all of them have.
    if (this.#options.clock.now() - this.#toldAt > gatherMs) this.#refresh();
    return eventOf([...this.#latest]);
  }
}

/** By what it is told whether a part is another one. */
function stampsOf(parts: Parts): ReadonlyMap<string, string> {
  const stamps = new Map<string, string>();
  for (const [id, { tree, stamp }] of parts) stamps.set(id, stamp ?? JSON.stringify(tree));
  return stamps;
}

function eventOf(parts: readonly (readonly [string, Part])[]): string {
  const trees = Object.fromEntries(parts.map(([id, { tree }]) => [id, tree]));
  return `event: parts\ndata: ${printable(JSON.stringify(trees))}\n\n`;
}
