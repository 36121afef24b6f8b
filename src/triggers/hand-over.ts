import { lstatSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';

import type { VrrpEvent } from '../core/vrrp.ts';

/** Where the watcher of a host listens. */
export function socketIn(runtimeFolder: string): string {
  return `${runtimeFolder}/watch.sock`;
}

/** What a watcher says of an event that it has taken. */
export const taken = 'taken\n';

/** A watcher that is alive answers at once; one that hangs must not take the event with it. */
const patienceMs = 200;

/** Hands an event to the watcher that listens at one of these. `false` where none takes it. */
export async function handOver(paths: readonly string[], event: VrrpEvent): Promise<boolean> {
  for (const path of paths) {
    if (isTrustedSocket(path) && (await exchange(path, `${JSON.stringify(event)}\n`))) return true;
  }
  return false;
}

/**
 * Whether it may be a watcher that listens there. A link would lead to another service; and where several
 * users may write in the folder, one of them could swallow what another is to hear.
 */
export function isTrustedSocket(path: string): boolean {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isSocket() !== true) return false;
    return [0, process.getuid?.(), statSync(dirname(path)).uid].includes(stats.uid);
  } catch {
    return false;
  }
}

function exchange(path: string, line: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path);
    const end = (isTaken: boolean): void => {
      socket.destroy();
      resolve(isTaken);
    };
    socket.setTimeout(patienceMs, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('data', (chunk) => end(chunk.toString('utf8') === taken));
    socket.write(line);
  });
}
