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
  let running = 0;
  try {
    return await new Promise<T>((resolve, reject) => {
      const run = async (onSilence: () => void): Promise<void> => {
        running += 1;
        try {
          resolve(await begin(race.signal, onSilence));
        } catch (error) {
          if (running === 1) reject(error);
        } finally {
          running -= 1;
        }
      };
      const enter = (onSilence: () => void): void => void run(onSilence);
      enter(() => enter(waitOn));
    });
  } finally {
    parent.removeEventListener('abort', follow);
    if (running > 0) race.abort(new Error('the other one was faster'));
  }
}

/** Twice is enough. */
function waitOn(): void {}
