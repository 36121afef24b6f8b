import { setTimeout as wait } from 'node:timers/promises';

/** Tells whoever waits for something that things have changed, so that nobody has to sleep. */
export interface Pulse {
  /** Something has changed. */
  beat(): void;
  /** Calls `look` now and with every beat, until the function that it returns is called. */
  watch(look: () => void): () => void;
  /** Resolves once the condition holds. Throws when it does not in time, or the lab is called off. */
  until(condition: () => boolean, patience: Patience): Promise<void>;
  /** For a trouble that is to last this long, not to wait for anything. Throws as `until` does. */
  sleep(ms: number): Promise<void>;
}

interface Patience {
  /** What is waited for, for the message. */
  readonly what: string;
  readonly withinMs: number;
  /** How often to look at what changes without a beat. */
  readonly lookEveryMs?: number;
}

export function createPulse(signal: AbortSignal): Pulse {
  const looks = new Set<() => void>();
  const watch = (look: () => void): (() => void) => {
    looks.add(look);
    look();
    return () => looks.delete(look);
  };
  return {
    beat() {
      for (const look of looks) look();
    },
    watch,
    async until(condition, { what, withinMs, lookEveryMs }) {
      signal.throwIfAborted();
      const { promise, resolve, reject } = deferred();
      const giveUp = (): void => reject(signal.reason);
      const timer = setTimeout(() => {
        reject(new Error(`Waited ${withinMs / 1000} s in vain: ${what}`));
      }, withinMs);
      signal.addEventListener('abort', giveUp);
      const look = (): void => void (condition() && resolve());
      const stop = watch(look);
      const looking = lookEveryMs === undefined ? undefined : setInterval(look, lookEveryMs);
      try {
        await promise;
      } finally {
        clearTimeout(timer);
        clearInterval(looking);
        signal.removeEventListener('abort', giveUp);
        stop();
      }
    },
    async sleep(ms) {
      try {
        await wait(ms, undefined, { signal });
      } catch (error) {
        // Which says why.
        signal.throwIfAborted();
        throw error;
      }
    },
  };
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(reason: unknown): void;
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function deferred(): Deferred {
  let resolve = (): void => undefined;
  let reject: Deferred['reject'] = () => undefined;
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}
