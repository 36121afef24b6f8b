import type { TestClock } from './fake-clock.ts';
import type { InProcessCloud } from './in-process-cloud.ts';

/** A process as the kernel kills it: from then on no timer calls back, and no answer arrives. */
export interface Mortal {
  /** The clock and the network as that process has them. */
  readonly clock: TestClock;
  readonly world: InProcessCloud;
  readonly isDead: () => boolean;
  kill(): void;
}

/** What a run on the clock of a process ends with that was killed. */
export class Killed extends Error {}

/** Kills a process when it is told to, or before it hears of the so-many-th thing that it waits for. */
export function mortal(
  clock: TestClock,
  world: InProcessCloud,
  killAt = Number.POSITIVE_INFINITY,
): Mortal {
  let heard = 0;
  let dead = false;
  let die: (reason: Killed) => void = () => {};
  const death = new Promise<never>((_, reject) => {
    die = reject;
  });
  // It is only of interest to a run that is going on.
  death.catch(() => {});
  const kill = (): void => {
    dead = true;
    die(new Killed('Killed'));
  };
  const hear = (deliver: () => void): void => {
    heard += 1;
    if (heard >= killAt && !dead) kill();
    if (!dead) deliver();
  };
  return {
    kill,
    isDead: () => dead,
    clock: {
      now: () => clock.now(),
      wall: () => clock.wall(),
      after: (ms, callback) => clock.after(ms, () => hear(callback)),
      run: (promise) => clock.run(Promise.race([promise, death])),
    },
    world: {
      ...world,
      adapter: (config, attempt) =>
        new Promise((resolve, reject) => {
          // What is on its way gets there, whatever becomes of its sender.
          world.adapter(config, attempt).then(
            (response) => hear(() => resolve(response)),
            (error: unknown) => hear(() => reject(error)),
          );
        }),
    },
  };
}
