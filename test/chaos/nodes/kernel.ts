import type { EventOrder } from '../../../src/core/vrrp.ts';
import type { Clock, Random } from '../../../src/ports/clock.ts';

/** One boot of a simulated host: hands out process ids and start times as Linux does. */
export interface Kernel {
  fork(): EventOrder;
  exit(process: EventOrder): void;
  isAlive(process: EventOrder): boolean;
  /** How many processes were started before this one, whatever its numbers say. */
  placeOf(process: EventOrder): number;
}

const msPerTick = 10;
const firstPid = 300;
const lastPid = 32_767;

export function bootKernel({ clock, random }: { clock: Clock; random: Random }): Kernel {
  const bootedAtMs = clock.now();
  const places = new Map<string, number>();
  const alive = new Set<string>();
  // Often so late that the ids start again from the bottom before long.
  let pid = random() < 0.5 ? firstPid : lastPid - Math.floor(random() * 10);

  return {
    fork() {
      // Other programs start processes, too.
      pid += 1 + Math.floor(random() * 3);
      if (pid > lastPid) pid = firstPid;
      const ticks = 2000 + Math.floor((clock.now() - bootedAtMs) / msPerTick);
      const process = { ticks, pid };
      places.set(nameOf(process), places.size);
      alive.add(nameOf(process));
      return process;
    },
    exit: (process) => void alive.delete(nameOf(process)),
    isAlive: (process) => alive.has(nameOf(process)),
    placeOf: (process) => places.get(nameOf(process)) ?? -1,
  };
}

function nameOf({ ticks, pid }: EventOrder): string {
  return `${ticks}-${pid}`;
}
