/** What a request waits for, in the order in which it does. */
export type Phase = 'name' | 'connection' | 'proxy' | 'handshake' | 'answer';

/** How far a request has got. */
export interface Progress {
  /** What it waits for. */
  phase: Phase;
  /** Whether some of it has left this process, and may have arrived. */
  hasLeft: boolean;
}

/** One request on its way to a server. */
export interface Attempt {
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /**
   * Called once its connection is ready, right before the first byte is handed to it. Throws where
   * nothing is to be sent any more. A connection that is reused may be dead without a word.
   */
  beforeSend(isReused: boolean): void;
  /** Makes the kernel forget what it has not delivered yet. There is something once the first byte has left. */
  withdraw?: () => void;
}

interface Outcome<T> {
  resolve(value: T): void;
  reject(reason: unknown): void;
}

/**
 * Waits for something that an attempt needs, for as long as the attempt lasts. `begin` returns how it
 * is given up.
 */
export function duringAttempt<T>(
  { signal }: Attempt,
  begin: (outcome: Outcome<T>) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => signal.removeEventListener('abort', leave);
    const leave = (): void => {
      giveUp();
      reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    const giveUp = begin({
      resolve(value) {
        end();
        resolve(value);
      },
      reject(reason) {
        end();
        reject(reason);
      },
    });
    if (signal.aborted) leave();
  });
}
