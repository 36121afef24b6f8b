import type { Clock } from '../ports/clock.ts';

/** Whether what a run is for is still wanted. */
export interface Wanted {
  /** Asks what is recorded at this moment. */
  isStill(): boolean;
  /** Why it no longer is, where that is not that the role of this node has changed. */
  whyNot?(): string | undefined;
  /** The same for all that get the same answer: it is asked for once for all of them. */
  readonly key: string;
}

/** Finds out what is no longer wanted, soon after that has been recorded. */
export interface Recheck {
  /** Calls back when it is no longer wanted, unless the function that it returns is called before. */
  watch(wanted: Wanted, onEnd: () => void): () => void;
  /** Looks at once: something has just been recorded. */
  now(): void;
}

/** How soon it is found out what another process has recorded. */
const everyMs = 20;
/** Looking takes no more than this part of the time. */
const share = 0.05;

interface Watch {
  readonly wanted: Wanted;
  readonly onEnd: () => void;
}

export function createRecheck(clock: Clock): Recheck {
  const watches = new Set<Watch>();
  let cancel: (() => void) | undefined;

  const look = (): void => {
    cancel?.();
    cancel = undefined;
    const from = clock.now();
    const answers = new Map<string, boolean>();
    for (const watch of watches) {
      const { key } = watch.wanted;
      const isStill = answers.get(key) ?? watch.wanted.isStill();
      answers.set(key, isStill);
      if (!isStill) end(watch);
    }
    plan(Math.max(everyMs, (clock.now() - from) / share));
  };
  const plan = (ms: number): void => {
    if (watches.size > 0) cancel ??= clock.after(ms, look);
  };
  const end = (watch: Watch): void => {
    watches.delete(watch);
    watch.onEnd();
  };
  return {
    now: look,
    watch(wanted, onEnd) {
      const watch = { wanted, onEnd };
      watches.add(watch);
      plan(everyMs);
      return () => {
        watches.delete(watch);
        if (watches.size > 0) return;
        cancel?.();
        cancel = undefined;
      };
    },
  };
}
