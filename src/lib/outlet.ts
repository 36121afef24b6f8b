import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import type { Stats } from 'node:fs';

import type { Clock } from '../ports/clock.ts';
import { errnoOf } from './files/errno.ts';

/** Takes text for a reader, and waits for none: what the system does not take now is kept, in order. */
export interface Outlet {
  write(text: string): void;
  /** How much is kept, in bytes. */
  readonly waitingBytes: number;
  /** Resolves once nothing is kept, because it was taken or nobody will ever take it. */
  drained(): Promise<void>;
}

export interface OutletOptions {
  /** A descriptor that this process was started with, such as 2 for stderr. */
  readonly fd: number;
  readonly clock: Clock;
  /** Hears why what was to be written is lost. */
  readonly onLoss: (error: unknown) => void;
}

export function openOutlet(options: OutletOptions): Outlet {
  const { fd } = options;
  const stats = statsOf(fd);
  if (stats?.isSocket() === true) return new SocketOutlet(options);
  const own = stats !== undefined && canStall(fd, stats) ? openAgain(fd) : undefined;
  if (own !== undefined) return new RetryingOutlet({ ...options, fd: own });
  return stats?.isFIFO() === true ? new SocketOutlet(options) : new RetryingOutlet(options);
}

export function isTerminal(fd: number): boolean {
  const stats = statsOf(fd);
  // To load what knows terminals takes longer than to see that it is none.
  if (stats?.isCharacterDevice() !== true || majorOf(stats.rdev) === memoryMajor) return false;
  return process.getBuiltinModule('node:tty').isatty(fd);
}

/** Of /dev/null and its siblings, on Linux. */
const memoryMajor = 1;

function majorOf(device: number): number {
  return device >> 8;
}

function statsOf(fd: number): Stats | undefined {
  try {
    return fstatSync(fd);
  } catch {
    return undefined;
  }
}

/** A pipe gets full when nobody reads, and a terminal is stopped by Ctrl-S. */
function canStall(fd: number, stats: Stats): boolean {
  return stats.isFIFO() || isTerminal(fd);
}

/**
 * A descriptor of this process's own that does not block. The inherited one is shared with others, the
 * shell for example, and would no longer block for them either. `undefined` where it cannot be had, as
 * after `su` at somebody else's terminal.
 */
function openAgain(fd: number): number | undefined {
  try {
    const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
    return openSync(`/proc/self/fd/${fd}`, flags);
  } catch {
    return undefined;
  }
}

const firstRetryMs = 1;
const lastRetryMs = 100;

/** Tries again and again, as Node has no way to wait for a terminal that would not block as well. */
class RetryingOutlet implements Outlet {
  readonly #options: OutletOptions;
  #kept: Uint8Array[] = [];
  #isWaiting = false;
  #retryMs = firstRetryMs;
  #onDrained: (() => void)[] = [];
  #waitingBytes = 0;

  constructor(options: OutletOptions) {
    this.#options = options;
  }

  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  write(text: string): void {
    const bytes = Buffer.from(text);
    this.#kept.push(bytes);
    this.#waitingBytes += bytes.length;
    if (!this.#isWaiting) this.#drain();
  }

  drained(): Promise<void> {
    if (this.#waitingBytes === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onDrained.push(resolve));
  }

  #drain(): void {
    this.#isWaiting = false;
    try {
      for (const bytes of this.#kept.splice(0)) this.#pass(bytes);
    } catch (error) {
      this.#kept = [];
      this.#waitingBytes = 0;
      this.#options.onLoss(error);
    }
    if (this.#waitingBytes > 0) this.#waitABit();
    else for (const tell of this.#onDrained.splice(0)) tell();
  }

  /** Writes as much as is taken. */
  #pass(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && this.#kept.length === 0) {
      const taken = tryToWrite(this.#options.fd, rest);
      this.#waitingBytes -= taken;
      rest = rest.subarray(taken);
      if (taken === 0) break;
      this.#retryMs = firstRetryMs;
    }
    if (rest.length > 0) this.#kept.push(rest);
  }

  #waitABit(): void {
    this.#isWaiting = true;
    this.#options.clock.after(this.#retryMs, () => this.#drain());
    this.#retryMs = Math.min(2 * this.#retryMs, lastRetryMs);
  }
}

function tryToWrite(fd: number, bytes: Uint8Array): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (errnoOf(error) === 'EAGAIN') return 0;
    throw error;
  }
}

/**
 * A socket cannot be opened anew, so it does not block for those who share it either, until this process
 * ends: Node puts it back then.
 */
class SocketOutlet implements Outlet {
  readonly #socket;

  constructor({ fd, onLoss }: OutletOptions) {
    const { Socket } = process.getBuiltinModule('node:net');
    this.#socket = new Socket({ fd, readable: false, writable: true });
    this.#socket.on('error', onLoss);
  }

  get waitingBytes(): number {
    return this.#socket.writableLength;
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  drained(): Promise<void> {
    return new Promise((resolve) => this.#socket.write('', () => resolve()));
  }
}
