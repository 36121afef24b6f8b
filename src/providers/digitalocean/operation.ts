import { isFailure } from '../../ports/failure.ts';
import type { Operation, Progress } from '../../ports/provider.ts';
import type { Account } from '../token-api.ts';
import type { AcceptedAction } from './client.ts';

/**
 * An accepted action. Its look-up is advice only: it has answered 404 for ever (terraform#1557),
 * 500 (terraform#1277) and unknown words (terraform#711) for moves that succeeded.
 */
export function createOperation(account: Account, accepted: AcceptedAction): Operation {
  const { id } = accepted.action;
  return {
    id,
    requestId: accepted.requestId,
    async progress(signal) {
      try {
        // Loaded here, after the write is on its way: nobody waits for it.
        const { getAction } = await import('./sdk.ts');
        const { status } = await getAction(account, id, signal);
        return progressOf(status);
      } catch (error) {
        signal.throwIfAborted();
        if (isFailure(error)) return 'unknown';
        throw error;
      }
    },
  };
}

function progressOf(status: string): Progress {
  switch (status) {
    case 'in-progress':
      return 'running';
    case 'completed':
      return 'done';
    case 'errored':
      return 'failed';
    default:
      return 'unknown';
  }
}
