import { statSync } from 'node:fs';

import type { Warning } from '../core/warning.ts';
import { again } from '../lib/time/repeat.ts';
import type { Clock } from '../ports/clock.ts';
import type { FifoUse, Host } from '../ports/host.ts';
import type { Log } from '../ports/log.ts';

export interface FifoGuardOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly host: Pick<Host, 'fifoUse' | 'runningKeepalived'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Why the FIFO cannot be read at the moment. */
  readonly trouble: () => string | undefined;
}

/** Sees to it that what is in the FIFO comes from keepalived, and gets here. */
export interface FifoGuard {
  /** What is wrong with the FIFO, and why. */
  warnings(): readonly Warning[];
  close(): void;
}

/** It goes through the open files of all processes, which takes some ten milliseconds. */
const [leastMs, mostMs, factor] = [1000, 5000, 200];
/** What looks wrong is looked at again, as keepalived makes its FIFO anew with a reload. */
const sureAfterMs = 1000;

/** A FIFO can be open and deaf: keepalived writes into another one, or somebody else takes what it writes. */
export function guardFifo(options: FifoGuardOptions): FifoGuard {
  const { path, clock, host, log, trouble } = options;
  let found: readonly Warning[] = [];
  let suspected: readonly Warning[] = [];
  let writer = '';
  /** Whether what it sees is sure. */
  const look = (): boolean => {
    const use = host.fifoUse(path);
    const [name = ''] = use.writers;
    if (name !== '' && name !== writer)
      log.info({ fifo: path, writer: name }, 'writes into the FIFO');
    if (name !== '') writer = name;
    const seen = trouble() === undefined ? oddities(use, options) : [];
    const lasting = seen.filter(({ message }) => suspected.some((one) => one.message === message));
    for (const { message, hint } of lasting) {
      if (found.every((one) => one.message !== message)) log.warn({ fifo: path, hint }, message);
    }
    const isSure = seen.length === lasting.length;
    [found, suspected] = [lasting, seen];
    return isSure;
  };
  const close = again(clock, () => {
    const begin = clock.now();
    const isSure = look();
    const ms = factor * (clock.now() - begin);
    return isSure ? Math.min(mostMs, Math.max(leastMs, ms)) : sureAfterMs;
  });
  return {
    close,
    warnings() {
      const reason = trouble();
      return reason === undefined ? found : [unreadable(reason, options)];
    },
  };
}

function oddities(use: FifoUse, { path, host }: FifoGuardOptions): readonly Warning[] {
  const { writers, readers, isPartial } = use;
  const warnings = readers.map((reader) => readTwice(path, reader));
  if (writers.length > 0 || isPartial) return warnings;
  const keepalived = host.runningKeepalived();
  return keepalived === undefined ? warnings : [...warnings, unwritten(path, keepalived.pid)];
}

function readTwice(path: string, reader: string): Warning {
  return {
    kind: 'fifo',
    about: path,
    message: `${reader} reads the FIFO ${path} as well, and each line gets to one reader only`,
    hint: 'Stop it, or give it a FIFO of its own: vrrp_notify_fifo for floatip, notify_fifo for the other',
  };
}

function unwritten(path: string, pid: number): Warning {
  return {
    kind: 'fifo',
    about: path,
    message: `keepalived (process ${pid}) runs, and does not have the FIFO ${path} open`,
    hint: pathHint(path),
  };
}

function pathHint(path: string): string {
  return `Put into global_defs of keepalived.conf: vrrp_notify_fifo ${path} root root. Or give --fifo the path that stands there; then restart keepalived`;
}

function unreadable(message: string, { path, host }: FifoGuardOptions): Warning {
  return { kind: 'fifo', about: path, message, hint: hintFor(path, host) };
}

function hintFor(path: string, host: Pick<Host, 'runningKeepalived'>): string {
  const stats = statOf(path);
  if (stats !== undefined && !stats.isFIFO()) {
    return `Remove ${path}, or give --fifo another path, and restart keepalived, which makes the FIFO`;
  }
  if (stats !== undefined)
    return 'Run floatip watch as root, or as the user that vrrp_notify_fifo names';
  const isRunning = host.runningKeepalived() !== undefined;
  return isRunning
    ? `keepalived runs, and makes its FIFO elsewhere or not at all. ${pathHint(path)}`
    : `keepalived makes it when it starts, where its config has: vrrp_notify_fifo ${path} root root`;
}

function statOf(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
