import type { Session } from '../app/session.ts';
import { isFailure } from '../ports/failure.ts';
import type { WatchContext } from './pass.ts';

/** Asks now what a takeover would have to ask first. One that has to ask itself is only slower. */
export async function prepare(
  { connection, addresses, node }: WatchContext,
  { log }: Session,
  signal: AbortSignal,
): Promise<void> {
  try {
    await connection.provider.prepare?.(addresses, node, signal);
  } catch (error) {
    if (!isFailure(error) && !signal.aborted) throw error;
    log.debug({ cloud: connection.provider.name }, 'not prepared');
  }
}
