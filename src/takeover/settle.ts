import { backoffMs, nextPollMs } from '../core/backoff.ts';
import type { FailureClass } from '../core/failure-class.ts';
import type { Reading } from '../core/owner.ts';
import { sleep } from '../lib/time/sleep.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Operation, Progress } from '../ports/provider.ts';

export interface SettleOptions {
  readonly operation: Operation;
  /** Reads the owner; throws `Failure`. */
  readonly read: () => Promise<Reading>;
  /** Whether a reading shows what the operation was for. */
  readonly reached: (reading: Reading) => boolean;
  /** Throws where what the operation was for is no longer wanted. */
  readonly checkWanted: () => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly remainingMs: () => number;
  readonly onFailedLook: (failure: Failure) => void;
}

/**
 * For so long only the owner is looked at, which many can ask for together. Of each change somebody
 * has to ask on its own, and a cloud allows so many requests a minute.
 */
const graceWithOwnerMs = 500;
/** How long a finished change may take to show in the owner, before it counts as not made. */
const graceWhenDoneMs = 5000;
/** The same for a change of which the cloud cannot tell how far it is. */
const graceWhenUnknownMs = 15_000;

/**
 * Watches an accepted change until the owner says that it was made. The cloud's own word on the
 * change only says when to give up, so that the caller reads and plans again: with `stale` where it
 * was not made, with `contested` where it was, and somebody undid it.
 */
export async function settle(options: SettleOptions): Promise<Reading> {
  const { reached, checkWanted, clock, signal } = options;
  const progress = followProgress(options);
  // A first look at once: it mostly still sees who had the address before.
  const from = clock.now();
  const askedToWaitMs = countThrottling(options);
  let quietUntil = from;
  for (let waitMs: number | undefined; ;) {
    if (waitMs !== undefined) {
      await sleep(clock, Math.min(waitMs, quietUntil - clock.now()), signal);
      checkWanted();
      // What the cloud throttles is questions: what is announced gets there all the same.
      if (clock.now() - from >= graceWithOwnerMs) progress.look();
    }
    waitMs = nextPollMs(waitMs);
    if (clock.now() < quietUntil) continue;
    const reading = await readOrFailure(options);
    if (!isFailure(reading) && reached(reading)) return reading;
    const gaveUp = progress.reasonToGiveUp();
    if (gaveUp !== undefined && !isPending(reading)) throw gaveUp;
    quietUntil = clock.now() + Math.max(waitMs, askedToWaitMs(reading));
  }
}

interface ProgressFollower {
  /** Asks the cloud how far it is, unless the last answer is still on its way. */
  look(): void;
  /** The failure to give up with, once it is no use to wait any longer. Throws what is a bug. */
  reasonToGiveUp(): Failure | undefined;
}

/** Looks at the change beside the owner: advice that comes late keeps nobody waiting. */
function followProgress({ operation, clock, signal }: SettleOptions): ProgressFollower {
  let latest: Progress = 'running';
  let since = clock.now();
  let looking = false;
  let bug: Error | undefined;
  const note = (progress: Progress): void => {
    looking = false;
    if (progress !== latest) [latest, since] = [progress, clock.now()];
  };
  return {
    look() {
      if (looking) return;
      looking = true;
      operation.progress(signal).then(note, (error: unknown) => {
        // When the look is aborted, so is everything else.
        if (signal.aborted || isFailure(error)) return;
        bug = error instanceof Error ? error : new Error(String(error));
      });
    },
    reasonToGiveUp() {
      if (bug !== undefined) throw bug;
      const forMs = clock.now() - since;
      const change = `The cloud's change ${operation.id}`;
      if (latest === 'failed') return new Failure('stale', `${change} ended in an error`);
      if (latest === 'done' && forMs >= graceWhenDoneMs) {
        // It was made, so whoever holds the address now has taken it since.
        return new Failure('contested', `${change} is done, but does not show`);
      }
      if (latest === 'unknown' && forMs >= graceWhenUnknownMs) {
        return new Failure('stale', `${change} cannot be seen`);
      }
      return undefined;
    },
  };
}

const lastsForEver: ReadonlySet<FailureClass> = new Set(['denied', 'config', 'invalid']);

/** A look that fails is no news, unless it will fail for as long as there is time. */
async function readOrFailure(options: SettleOptions): Promise<Reading | Failure> {
  const { read, signal, onFailedLook } = options;
  try {
    return await read();
  } catch (error) {
    signal.throwIfAborted();
    if (!isFailure(error) || lastsForEver.has(error.class)) throw error;
    onFailedLook(error);
    return error;
  }
}

function isPending(reading: Reading | Failure): boolean {
  return !isFailure(reading) && reading.pending;
}

/** What is left for a last look, where a wait would take all the time. */
const lastLookMs = 1000;

/** How long to wait after a look, as far as the cloud has a say in that. */
function countThrottling({
  random,
  remainingMs,
}: SettleOptions): (reading: Reading | Failure) => number {
  let count = 0;
  return (reading) => {
    if (!isFailure(reading)) return 0;
    const { class: failureClass, retryAfterMs } = reading;
    if (failureClass !== 'throttled') return 0;
    count += 1;
    const ms = backoffMs({ failureClass, count, random: random(), retryAfterMs });
    return Math.min(ms, remainingMs() - lastLookMs);
  };
}
