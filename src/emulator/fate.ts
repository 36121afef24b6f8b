import type { Fault } from './faults.ts';

/** How an action or a task goes that a request starts; a fault can decide it beforehand. */
export interface Fate {
  readonly ends: 'completed' | 'errored' | 'never';
  readonly shows: 'properly' | 'missing' | 'server-error' | 'unknown-word';
  readonly ms: number;
}

export function fateOf(met: readonly Fault[], ms: number): Fate {
  const planned = met.find((fault) => fault.type === 'action');
  return {
    ends: planned?.ends ?? 'completed',
    shows: planned?.shows ?? 'properly',
    ms: planned?.ms ?? ms,
  };
}
