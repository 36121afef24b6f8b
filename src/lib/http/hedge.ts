/** Begins something, which ends with its signal, and calls back where it has been silent for too long. */
export type Begin<T> = (signal: AbortSignal, onSilence: () => void) => Promise<T>;

/**
 * Begins something, and once more beside it where the first is silent for too long. Whichever succeeds
 * first counts, and ends the other. Where both fail, throws why the last one did.
 */
export async function hedge<T>(parent: AbortSignal, begin: Begin<T>): Promise<T> {
  const race = new AbortController();
  const follow = (): void => race.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  try {
    return await new Promise<T>((resolve, reject) => {
      let running = 0;
      const enter = (onSilence: () => void): void => {
        running += 1;
        begin(race.signal, onSilence).then(resolve, (error: unknown) => {
          running -= 1;
          if (running === 0) reject(error);
        });
      };
      enter(() => enter(waitOn));
    });
  } finally {
    parent.removeEventListener('abort', follow);
    race.abort(new Error('the other one was faster'));
  }
}

/** Twice is enough. */
function waitOn(): void {}
