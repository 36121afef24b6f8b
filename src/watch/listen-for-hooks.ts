import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { VrrpEvent } from '../core/vrrp.ts';
import { errnoOf } from '../lib/files/errno.ts';
import type { Clock } from '../ports/clock.ts';
import { isFailure } from '../ports/failure.ts';
import { socketIn } from '../triggers/hand-over.ts';
import { receiveEvents } from '../triggers/receive-events.ts';
import type { Receiver } from '../triggers/receive-events.ts';

export interface Listening {
  /** Not there where nobody can listen. */
  readonly receiver: Receiver | undefined;
  /** What cannot be done in the folder of the socket: it may be full, or read-only. */
  readonly lacks: readonly string[];
}

/**
 * Listens at the socket of the folder that is shared with hooks, if that can be done. Throws `config` where
 * it must not be, or never could.
 */
export async function listenForHooks(
  folder: string | undefined,
  clock: Clock,
  onEvent: (event: VrrpEvent) => void,
): Promise<Listening> {
  if (folder === undefined) return { receiver: undefined, lacks: [noFolder] };
  const lacks: string[] = [];
  const receiver = await receiveEvents(socketIn(folder), clock, onEvent).catch((error: unknown) => {
    lacks.push(`hooks cannot hand over what they are told: ${whyNot(error)}`);
    return undefined;
  });
  const unwritable = whyUnwritable(folder);
  if (unwritable !== undefined) {
    lacks.push(`what it is told is not recorded for other processes: ${folder}: ${unwritable}`);
  }
  return { receiver, lacks };
}

const noFolder =
  'hooks cannot hand over what they are told, and it is not recorded for other processes: there is no folder for that';

/** Passes on what is no trouble of the system: another watcher, or a path at which nobody can listen. */
function whyNot(error: unknown): string {
  if (!isFailure(error, 'config') || error.cause === undefined) throw error;
  // Another watcher was quicker.
  if (errnoOf(error.cause) === 'EADDRINUSE') throw error;
  return error.message;
}

/** By doing it: a folder that may be written can be full. */
function whyUnwritable(folder: string): string | undefined {
  const probe = join(folder, `.probe.${process.pid}`);
  try {
    writeFileSync(probe, Buffer.alloc(4096), { flag: 'wx', mode: 0o600 });
    return undefined;
  } catch (error) {
    return errnoOf(error);
  } finally {
    remove(probe);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // In a read-only folder it is not there.
  }
}
