import { setMaxListeners } from 'node:events';

import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';

/** The one deadline of a run: every wait and every request gets its signal. */
export interface Deadline {
  /** Aborts with a `Failure` of class `deadline`, or with the reason of the parent signal. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left, never below 0. */
  remainingMs(): number;
  /** Stops whatever still goes on under this deadline. */
  end(): void;
}

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly ms: number;
  /** When the time began to run, on the clock's `now()`; without it, now. */
  readonly since?: number;
  readonly parent: AbortSignal;
}

export function startDeadline({ clock, ms, since, parent }: DeadlineOptions): Deadline {
  const endsAt = (since ?? clock.now()) + ms;
  const remainingMs = (): number => Math.max(0, endsAt - clock.now());
  const onTimeout = (): Failure => new Failure('deadline', `Out of time after ${ms / 1000} s`);
  const limit = limitTime({ clock, ms: remainingMs(), parent, onTimeout });
  return {
    signal: limit.signal,
    remainingMs,
    end() {
      limit.lift();
      limit.abort(new Failure('interrupted', 'The run has ended'));
    },
  };
}

export interface TimeLimit {
  readonly clock: Clock;
  readonly ms: number;
  readonly parent: AbortSignal;
  /** What to throw when time is up. */
  readonly onTimeout: () => Failure;
  /** Hears why, where the parent ends it before. */
  readonly onCutShort?: (reason: unknown) => void;
}

/**
 * Runs something for at most `ms` and aborts its signal then; what it throws after that counts as
 * being out of time. It has to follow its signal.
 */
export async function withTimeout<T>(
  options: TimeLimit,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  options.parent.throwIfAborted();
  const limit = limitTime(options);
  try {
    return await run(limit.signal);
  } catch (error) {
    limit.signal.throwIfAborted();
    throw error;
  } finally {
    limit.lift();
  }
}

interface Limit {
  readonly signal: AbortSignal;
  abort(reason: Failure): void;
  /** Lets go of the timer and of the parent. The signal stays as it is. */
  lift(): void;
}

/** A signal that follows its parent and aborts when time is up. */
function limitTime({ clock, ms, parent, onTimeout, onCutShort }: TimeLimit): Limit {
  const controller = new AbortController();
  // Hundreds of addresses at once are no leak.
  setMaxListeners(0, controller.signal);
  const follow = (): void => {
    onCutShort?.(parent.reason);
    controller.abort(parent.reason);
  };
  const cancel = clock.after(ms, () => controller.abort(onTimeout()));
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    lift() {
      cancel();
      parent.removeEventListener('abort', follow);
    },
  };
}
