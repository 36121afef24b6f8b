import type { ServerResponse } from 'node:http';

import type { Clock } from '../ports/clock.ts';

export interface EventStreamOptions {
  readonly clock: Clock;
  /** What whoever begins to read, or has fallen behind, needs to be told: all there is. */
  readonly everything: () => string;
  readonly maxReaders?: number;
}

/** Some screens on a wall, some browsers with many tabs. */
const defaultMaxReaders = 256;
/** A proxy ends what is silent, and a reader takes silence for a loss. */
const beatMs = 10_000;
/** Who has not taken what was sent for so long is gone. */
const patienceMs = 30_000;

interface Reader {
  readonly response: ServerResponse;
  /** Since when it has not taken what it was sent; `undefined` where it has. */
  behindSince: number | undefined;
  /** Something was left out meanwhile. */
  hasMissed: boolean;
}

/**
 * Server-sent events, for readers of which none is waited for. One that is slow is sent nothing until it has
 * taken what it was sent, and then everything anew: each keeps at most one message in memory, and most of
 * them the same one.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  readonly #readers = new Set<Reader>();
  #cancelBeat: (() => void) | undefined;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** Takes a reader; `false` where there are too many. */
  attach(response: ServerResponse): boolean {
    const { clock, everything, maxReaders = defaultMaxReaders } = this.#options;
    if (this.#readers.size >= maxReaders) return false;
    const reader: Reader = { response, behindSince: undefined, hasMissed: false };
    const first = bytesOf(everything());
    this.#readers.add(reader);
    response.on('drain', () => this.#catchUp(reader));
    response.once('close', () => this.#readers.delete(reader));
    response.writeHead(200, headers);
    this.#send(reader, first);
    this.#cancelBeat ??= clock.after(beatMs, () => this.#beat());
    return true;
  }

  /** Tells all that are up to date what is new. */
  publish(event: string): void {
    const bytes = bytesOf(event);
    for (const reader of this.#readers) {
      if (reader.behindSince === undefined) this.#send(reader, bytes);
      else reader.hasMissed = true;
    }
  }

  close(): void {
    this.#cancelBeat?.();
    for (const { response } of this.#readers) response.destroy();
  }

  #send(reader: Reader, bytes: Uint8Array): void {
    if (!reader.response.write(bytes)) reader.behindSince = this.#options.clock.now();
  }

  #catchUp(reader: Reader): void {
    reader.behindSince = undefined;
    if (!reader.hasMissed) return;
    reader.hasMissed = false;
    this.#send(reader, bytesOf(this.#options.everything()));
  }

  #beat(): void {
    this.#cancelBeat = undefined;
    if (this.#readers.size === 0) return;
    const { clock } = this.#options;
    for (const reader of this.#readers) {
      if (isGone(reader, clock.now())) reader.response.destroy();
      else if (reader.behindSince === undefined) this.#send(reader, beatBytes);
    }
    this.#cancelBeat = clock.after(beatMs, () => this.#beat());
  }
}

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // nginx keeps an answer back otherwise until it is large.
  'x-accel-buffering': 'no',
};

const beatBytes = bytesOf('event: beat\ndata: {}\n\n');

/** Once for all readers. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text);
}

function isGone({ behindSince }: Reader, now: number): boolean {
  return behindSince !== undefined && now - behindSince > patienceMs;
}
