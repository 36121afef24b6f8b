import { Failure, isFailure } from '../ports/failure.ts';
import type { WriteGate } from '../ports/provider.ts';

/** A gate that also counts, so that a run can report its writes. */
export interface CountingGate extends WriteGate {
  writes(): number;
}

export interface GateOptions {
  /** Whether, right now, this node should still hold the address. */
  readonly mayWrite: () => boolean;
  readonly signal: AbortSignal;
}

export function createGate({ mayWrite, signal }: GateOptions): CountingGate {
  let writes = 0;
  return {
    signal,
    writes: () => writes,
    async write(send) {
      signal.throwIfAborted();
      if (!mayWrite()) {
        throw new Failure('superseded', 'This node should no longer hold the address');
      }
      writes += 1;
      try {
        return await send();
      } catch (error) {
        // A write that fails as `transport` never got a connection, so it was not sent.
        if (isFailure(error, 'transport')) writes -= 1;
        throw error;
      }
    },
  };
}
