import { channel } from 'node:diagnostics_channel';

import { Failure, isFailure } from '../ports/failure.ts';
import type { WriteGate } from '../ports/provider.ts';
import type { Recheck, Wanted } from './recheck.ts';

/** Whoever starts this process may want to know when a write leaves. */
const leaving = channel('floatip:write');

/** A gate that also keeps count, so that a run can report what it sent. */
export interface CountingGate extends WriteGate {
  /** How many mutating requests have left. */
  writes(): number;
  /** Whether one of them changed something, or may have. */
  mayHaveChanged(): boolean;
}

export interface GateOptions {
  /** Whether, right now, what the run is for is still wanted. */
  readonly wanted: Wanted;
  readonly recheck: Recheck;
  readonly signal: AbortSignal;
}

/**
 * The gate of one run. What goes through it is asked once more when its connection is ready, and ends
 * as soon as it is known that the run is no longer wanted: with `superseded`.
 */
export function createGate({ wanted, recheck, signal }: GateOptions): CountingGate {
  let writes = 0;
  let refused = 0;
  const check = (): void => {
    signal.throwIfAborted();
    refuseUnwanted(wanted);
  };
  return {
    signal,
    writes: () => writes,
    mayHaveChanged: () => writes > refused,
    async write(send) {
      check();
      const flight = followUntilUnwanted(signal, wanted, recheck);
      let hasLeft = false;
      const beforeSend = (): void => {
        check();
        hasLeft = true;
        writes += 1;
        leaving.publish(undefined);
      };
      const noteRefusal = (): void => {
        refused += 1;
        hasLeft = false;
      };
      try {
        return await send({ signal: flight.signal, beforeSend, noteRefusal });
      } catch (error) {
        const isCutShort = flight.signal.aborted;
        // What was cut short may have landed, and so may the first of two; only an answer is a refusal.
        if (hasLeft && !isCutShort && !isFailure(error, 'ambiguous')) refused += 1;
        throw isCutShort ? flight.signal.reason : error;
      } finally {
        flight.end();
      }
    },
  };
}

interface Flight {
  readonly signal: AbortSignal;
  end(): void;
}

/** A signal that follows another, and aborts as soon as it is recorded that a run is no longer wanted. */
function followUntilUnwanted(parent: AbortSignal, wanted: Wanted, recheck: Recheck): Flight {
  const controller = new AbortController();
  const follow = (): void => controller.abort(parent.reason);
  parent.addEventListener('abort', follow, { once: true });
  const stopWatching = recheck.watch(wanted, () => controller.abort(superseded(wanted)));
  return {
    signal: controller.signal,
    end() {
      parent.removeEventListener('abort', follow);
      stopWatching();
    },
  };
}

/** Throws `superseded` where a run is no longer wanted. */
export function refuseUnwanted(wanted: Wanted): void {
  if (!wanted.isStill()) throw superseded(wanted);
}

/** What ends a run whose goal is no longer wanted. */
export function superseded(wanted?: Wanted): Failure {
  const why = wanted?.whyNot?.() ?? 'the role of this node has changed since';
  return new Failure('superseded', why);
}
