import { isFailure } from '../../ports/failure.ts';
import type { Operation, Progress } from '../../ports/provider.ts';
import type { AcceptedAction, Client } from './client.ts';

/** An accepted action. It is advice only: a floating IP may have another owner when its action has succeeded. */
export function createOperation(client: Client, accepted: AcceptedAction): Operation {
  const { id } = accepted.action;
  return {
    id,
    requestId: accepted.requestId,
    async progress(signal) {
      try {
        const { status } = await client.getAction(id, signal);
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
    case 'running':
      return 'running';
    case 'success':
      return 'done';
    case 'error':
      return 'failed';
    default:
      return 'unknown';
  }
}
