import type { Reading } from '../../core/owner.ts';
import type { Failure } from '../../ports/failure.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Operation, Progress } from '../../ports/provider.ts';

/** What has been read of an address since a change of it was asked for. */
export interface Follow {
  note(reading: Reading | Failure): void;
  readonly operation: Operation;
}

/**
 * A change that a program has begun. A program is not asked about it: that it is going on shows in `pending`, and
 * once that has been seen and is over, so is the change.
 */
export function followChange(id: string | null): Follow {
  let progress: Progress = 'unknown';
  return {
    note(reading) {
      if (isFailure(reading)) return;
      if (reading.pending) progress = 'running';
      else if (progress === 'running') progress = 'done';
    },
    operation: { id: id ?? 'without a name', requestId: null, progress: async () => progress },
  };
}
