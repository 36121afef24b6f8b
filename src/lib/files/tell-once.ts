import type { Log } from '../../ports/log.ts';

/** Gets what was found at a path that is not as it should be. */
export type Tell = (path: string, reason: string) => void;

/** Whoever makes up new names all the time is not heard any more. */
const maxTold = 1000;

/** Warns of each path once, however often it is met. */
export function tellOnce(log: Pick<Log, 'warn'> | undefined): Tell {
  const told = new Set<string>();
  return (path, reason) => {
    if (told.has(path) || told.size >= maxTold) return;
    told.add(path);
    log?.warn({ path, reason }, 'cannot be used as it is');
  };
}
