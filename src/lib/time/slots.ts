/** Lets only so many do something at once; the others wait, first come, first served. */
export interface Slots {
  /** Rejects with the signal's reason where it aborts before there is a slot. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createSlots(most: number): Slots {
  const waiting = new Set<() => void>();
  let taken = 0;
  const take = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (taken < most) taken += 1;
    else await new Promise<void>((resolve, reject) => wait(waiting, signal, { resolve, reject }));
  };
  const give = (): void => {
    const [next] = waiting;
    if (next === undefined) taken -= 1;
    else next();
  };
  return {
    async run(signal, work) {
      await take(signal);
      try {
        return await work();
      } finally {
        give();
      }
    },
  };
}

interface Settle {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Until it is called, or the signal aborts. */
function wait(waiting: Set<() => void>, signal: AbortSignal, { resolve, reject }: Settle): void {
  const next = (): void => {
    leave();
    resolve();
  };
  const abort = (): void => {
    leave();
    reject(signal.reason);
  };
  const leave = (): void => {
    waiting.delete(next);
    signal.removeEventListener('abort', abort);
  };
  waiting.add(next);
  signal.addEventListener('abort', abort, { once: true });
}
