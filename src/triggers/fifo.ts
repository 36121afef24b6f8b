import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';

import { plainText } from '../core/plain-text.ts';
import type { Teller } from '../core/vrrp.ts';
import { errnoOf } from '../lib/files/errno.ts';
import { createLineSplitter } from '../lib/files/line-splitter.ts';
import { repeat } from '../lib/time/repeat.ts';
import type { Clock } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';
import { followWriter } from './fifo-writer.ts';
import { isFifoLine, parseFifoLine } from './keepalived-event.ts';
import type { ToldEvent } from './keepalived-event.ts';

export interface FifoOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly host: Pick<Host, 'keepalivedAt' | 'hasEnded' | 'whyUnseen'>;
  /** Gets what is new: of each instance or group its last state, the latest of them last. */
  readonly onEvents: (events: readonly ToldEvent[], writing: Writing) => void;
  /** Called when it is read from now on. */
  readonly onOpen?: () => void;
  /** Gets what is wrong, once for as long as it lasts. */
  readonly log: Pick<Log, 'error' | 'warn'>;
}

/** What is known of how some events got into the FIFO. */
export interface Writing {
  /** Which keepalived wrote them. */
  readonly writer: Teller | undefined;
  /** How long ago the last of them was written: 0 for what just happened. Milliseconds. */
  readonly agoMs: number;
}

export interface Fifo {
  /** Why it cannot be read at the moment. */
  trouble(): string | undefined;
  /** Goes on with the FIFO that is open, and leaves one that replaces it to another reader. */
  stay(): void;
  close(): void;
}

/** keepalived makes its FIFO anew when it is reloaded. What is written meanwhile waits in it. */
const lookAgainMs = 100;

/**
 * Reads what keepalived writes into its notify FIFO, for as long as there is one. Opened for writing
 * as well, so that it does not end with keepalived, and without blocking: a blocked read would take
 * one of Node's few threads for ever.
 */
export function followFifo(options: FifoOptions): Fifo {
  const { path, clock, log } = options;
  const writer = followWriter(options);
  const handlers: Handlers = {
    onEvents: (events, writtenAt) =>
      options.onEvents(events, {
        writer: writer.of(events),
        agoMs: sinceThen(writtenAt, clock.wall()),
      }),
    onTrouble: (trouble) => log.error({ fifo: path }, trouble),
  };
  let open: OpenFifo | undefined;
  let trouble = '';

  const complain = (text: string): void => {
    if (text !== trouble && text !== '') handlers.onTrouble(text);
    trouble = text;
  };
  const look = (): void => {
    try {
      const before = open;
      open = reopen(path, before, handlers);
      if (open !== before) options.onOpen?.();
      complain('');
      writer.look();
    } catch (error) {
      complain(`cannot read the FIFO ${path}: ${errnoOf(error)}`);
    }
  };
  const stopLooking = repeat(clock, lookAgainMs, look);
  return {
    trouble: () => (trouble === '' ? undefined : trouble),
    stay: stopLooking,
    close() {
      stopLooking();
      open?.close();
    },
  };
}

/** Goes on with the one that is open, unless another one has replaced it. */
function reopen(path: string, before: OpenFifo | undefined, handlers: Handlers): OpenFifo {
  if (before !== undefined) {
    if (!before.isGone() && before.inode === inodeOf(path)) return before;
    before.close();
  }
  return openFifo(path, handlers);
}

/** The kernel's clock of files ticks a few milliseconds behind. */
const justNowMs = 1000;

/**
 * What waited in the FIFO is older than what hooks have recorded since; and of a full one the end is
 * missing, which keepalived drops without a word.
 */
function sinceThen(writtenAt: number, nowMs: number): number {
  const agoMs = nowMs - writtenAt;
  return agoMs < justNowMs ? 0 : agoMs;
}

interface OpenFifo {
  readonly inode: number;
  isGone(): boolean;
  close(): void;
}

interface Handlers {
  /** `writtenAt` is when the last of them was written. Milliseconds since 1970. */
  readonly onEvents: (events: readonly ToldEvent[], writtenAt: number) => void;
  readonly onTrouble: (trouble: string) => void;
}

/** keepalived writes a name and three words. */
const maxLineBytes = 4096;

function openFifo(path: string, { onEvents, onTrouble }: Handlers): OpenFifo {
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const stats = fstatSync(fd);
  if (!stats.isFIFO()) {
    closeSync(fd);
    throw new Error('it is not a FIFO');
  }
  const socket = new Socket({ fd, readable: true, writable: false });
  let wasPuzzled = false;
  let isGone = false;
  const puzzle = (what: string): void => {
    if (!wasPuzzled) onTrouble(`not an event: ${what}`);
    wasPuzzled = true;
  };
  const split = createLineSplitter({
    maxBytes: maxLineBytes,
    onTooLong: () => puzzle(`a line of more than ${maxLineBytes} bytes`),
  });
  socket.on('data', (chunk) => {
    const lines = split(chunk).filter((line) => line !== undefined);
    for (const line of lines) {
      if (line !== '' && !isFifoLine(line)) puzzle(`'${plainText(line, 200)}'`);
      else wasPuzzled = false;
    }
    const events = lastOfEach(lines.flatMap((line) => parseFifoLine(line) ?? []));
    if (events.length > 0) onEvents(events, fstatSync(fd).mtimeMs);
  });
  socket.on('close', () => (isGone = true));
  socket.on('error', () => (isGone = true));
  return { inode: stats.ino, isGone: () => isGone, close: () => void socket.destroy() };
}

/** What was written while nobody read is history: only where it led to counts. */
function lastOfEach(events: readonly ToldEvent[]): readonly ToldEvent[] {
  const last = new Map<string, ToldEvent>();
  for (const event of events) {
    const key = `${event.scope} ${event.name}`;
    const before = last.get(key);
    // An advert of a lower node says nothing new about the state before it.
    if (event.state === 'MASTER_RX_LOWER_PRI' && before !== undefined) continue;
    last.delete(key);
    last.set(key, event);
  }
  return [...last.values()];
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
