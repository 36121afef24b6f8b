import { isFailure } from '../../ports/failure.ts';
import type { Operation, Progress } from '../../ports/provider.ts';
import type { Client, Task } from './client.ts';

export interface TaskOptions {
  readonly task: Task;
  /** Which of the two task APIs knows it: by a number, or by the id of the request. */
  readonly by: 'number' | 'request';
  readonly clientFor: (signal: AbortSignal) => Client;
}

/** A task of Tencent Cloud. What it says is advice only, the owner decides. */
export function createOperation({ task, by, clientFor }: TaskOptions): Operation {
  return {
    id: task.id,
    requestId: task.requestId,
    async progress(signal) {
      const client = clientFor(signal);
      try {
        const word = await (by === 'number'
          ? client.taskResult(task.id)
          : client.vpcTaskStatus(task.id));
        return progressOf(word);
      } catch (error) {
        signal.throwIfAborted();
        if (isFailure(error)) return 'unknown';
        throw error;
      }
    },
  };
}

function progressOf(word: string): Progress {
  switch (word) {
    case 'RUNNING':
      return 'running';
    case 'SUCCESS':
      return 'done';
    case 'FAILED':
      return 'failed';
    default:
      return 'unknown';
  }
}
