import { closeSync, lstatSync, unlinkSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { dirname } from 'node:path';

import { eventStates, isCount, scopes } from '../core/vrrp.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { makeOutermost } from '../lib/files/directory.ts';
import { errnoOf } from '../lib/files/errno.ts';
import { isRecord, parseJson } from '../lib/json.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Clock } from '../ports/clock.ts';
import { Failure } from '../ports/failure.ts';
import { isTrustedSocket, taken } from './hand-over.ts';

const hint =
  'Set FLOATIP_RUNTIME_DIR, for hooks as well, to a folder with a short path that this user may write in';

/** Takes events that hooks of this host hand over, instead of acting on them themselves. */
export interface Receiver {
  close(): void;
}

/** Longer ones are cut off without a word: the watcher would listen where no hook looks for it. */
const maxPathBytes = 107;

/**
 * Listens at a unix socket that the group may use as well. Throws `config` where another watcher
 * listens there already, or nobody can; with the system's error as its cause where it was one.
 */
export async function receiveEvents(
  path: string,
  clock: Clock,
  onEvent: (event: VrrpEvent) => void,
): Promise<Receiver> {
  if (Buffer.byteLength(path) > maxPathBytes) {
    throw cannotListen(path, `that is longer than ${maxPathBytes} bytes`);
  }
  if (await isOccupied(path, clock)) {
    throw new Failure('config', `Another floatip watch is running here: it answers at ${path}`, {
      hint: 'One is enough for a host; stop that one, or give this one a FLOATIP_RUNTIME_DIR of its own',
    });
  }
  const server = createServer((socket) => receive(socket, clock, onEvent));
  server.maxConnections = maxConnections;
  try {
    closeSync(makeOutermost(dirname(path)).fd);
    removeSocket(path);
    await listen(server, path);
  } catch (error) {
    throw cannotListen(path, errnoOf(error), error);
  }
  return { close: () => void server.close() };
}

/** What one that was killed has left behind. Anything else there is not floatip's to remove. */
function removeSocket(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isSocket()) throw new Error('something is there that is no socket');
  unlinkSync(path);
}

function cannotListen(path: string, why: string, cause?: unknown): Failure {
  return new Failure('config', `Cannot listen at ${path}: ${why}`, { hint, cause });
}

/** Each hook makes one, and leaves at once. */
const maxConnections = 64;
/** An event is a few hundred bytes. */
const maxBytes = 4096;
/** Whoever has an event to hand over says it at once, and reads what becomes of it. */
const maxMs = 5000;

function receive(socket: Socket, clock: Clock, onEvent: (event: VrrpEvent) => void): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on(
    'close',
    clock.after(maxMs, () => socket.destroy()),
  );
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    text += String(chunk);
    if (!text.endsWith('\n') && text.length <= maxBytes) return;
    const event = text.length > maxBytes ? undefined : parseJson(text);
    if (!isEvent(event)) {
      socket.destroy();
      return;
    }
    onEvent(event);
    socket.end(taken);
  });
}

function isEvent(value: unknown): value is VrrpEvent {
  if (!isRecord(value)) return false;
  const { scope, name, state, priority, order, teller } = value;
  return (
    scopes.some((one) => one === scope) &&
    eventStates.some((one) => one === state) &&
    isName(name) &&
    (priority === null || isCount(priority)) &&
    hasCounts(order, ['ticks', 'pid']) &&
    (teller === undefined || hasCounts(teller, ['ticks', 'pid', 'namespace']))
  );
}

/** As long as the name of a file may be. */
const maxNameBytes = 255;

function isName(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value !== '' &&
    !/[\p{Control}\p{Surrogate}]/u.test(value) &&
    Buffer.byteLength(value) <= maxNameBytes
  );
}

function hasCounts(value: unknown, keys: readonly string[]): boolean {
  return isRecord(value) && keys.every((key) => isCount(value[key]));
}

/** The mode that a socket is made with is what the umask leaves of it. */
const umaskOfSocket = 0o117;

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // Not chmod(2) afterwards, which follows a link that has been put there meanwhile.
    const umask = process.umask(umaskOfSocket);
    try {
      server.listen(path, resolve);
    } finally {
      process.umask(umask);
    }
  });
}

const giveWayMs = 1000;
const lookAgainMs = 50;

/** One that is told to end gives way first thing, but whoever replaces it may be there sooner. */
async function isOccupied(path: string, clock: Clock): Promise<boolean> {
  const until = clock.now() + giveWayMs;
  while (await isAnswered(path)) {
    if (clock.now() >= until) return true;
    await sleep(clock, lookAgainMs, new AbortController().signal);
  }
  return false;
}

async function isAnswered(path: string): Promise<boolean> {
  if (!isTrustedSocket(path)) return false;
  return await new Promise((resolve) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
