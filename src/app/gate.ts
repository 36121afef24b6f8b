import { Failure, isFailure } from '../ports/failure.ts';
import type { WriteGate } from '../ports/provider.ts';

/** A gate that also keeps count, so that a run can report what it sent. */
export interface CountingGate extends WriteGate {
  /** How many mutating requests were sent. */
  writes(): number;
  /** Whether one of them changed something, or may have. */
  mayHaveChanged(): boolean;
}

export interface GateOptions {
  /** Whether, right now, what the run is for is still wanted. */
  readonly isWanted: () => boolean;
  readonly signal: AbortSignal;
}

/** The gate of one run. What goes through it throws `superseded` where the run is no longer wanted. */
export function createGate({ isWanted, signal }: GateOptions): CountingGate {
  let writes = 0;
  let changed = false;
  const check = (): void => {
    if (!isWanted()) throw superseded();
  };
  return {
    signal,
    writes: () => writes,
    mayHaveChanged: () => changed,
    check,
    again: () => void (writes += 1),
    async write(send) {
      signal.throwIfAborted();
      check();
      writes += 1;
      try {
        const accepted = await send();
        changed = true;
        return accepted;
      } catch (error) {
        // A write that fails as `transport` never got a connection, so it was not sent.
        if (isFailure(error, 'transport', 'superseded')) writes -= 1;
        // One that was cut short may have landed; every other failure is the cloud's refusal.
        if (isFailure(error, 'ambiguous') || signal.aborted) changed = true;
        throw error;
      }
    },
  };
}

/** What ends a run whose goal is no longer wanted. */
export function superseded(): Failure {
  return new Failure('superseded', 'the role of this node has changed since');
}
