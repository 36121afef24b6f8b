import type { PhaseName, Phases } from '../core/outcome.ts';
import type { Clock } from '../ports/clock.ts';

/** Where the time of one run went. */
export interface Stopwatch {
  /** Adds the time that `run` takes to a phase, whether it succeeds or not. */
  time<T>(phase: PhaseName, run: () => Promise<T>): Promise<T>;
  /** Takes time from one phase and gives it to another, once it is known what it was for. */
  transfer(ms: number, from: PhaseName, to: PhaseName): void;
  elapsedMs(): number;
  /** Whole milliseconds. */
  phases(): Phases;
}

/** Continues from `startedAt`, the time since then having gone into finding out who we are. */
export function startStopwatch(clock: Clock, startedAt: number): Stopwatch {
  const spent: Record<PhaseName, number> = {
    identity: clock.now() - startedAt,
    read: 0,
    write: 0,
    settle: 0,
    verify: 0,
  };
  const add = (phase: PhaseName, ms: number): void => {
    spent[phase] += ms;
  };
  return {
    async time(phase, run) {
      const from = clock.now();
      try {
        return await run();
      } finally {
        add(phase, clock.now() - from);
      }
    },
    transfer(ms, from, to) {
      add(from, -ms);
      add(to, ms);
    },
    elapsedMs: () => Math.round(clock.now() - startedAt),
    phases() {
      const { identity, read, write, settle, verify } = spent;
      return {
        identity: Math.round(identity),
        read: Math.round(read),
        write: Math.round(write),
        settle: Math.round(settle),
        verify: Math.round(verify),
      };
    },
  };
}
