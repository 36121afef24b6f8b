import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import type { Passage } from './passage.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Somebody's hand in the console. */
export interface Hand {
  readonly atMs: number;
  readonly ip: string;
}

/** All that happened. */
export interface Chronicle {
  readonly world: InProcessCloud;
  readonly nodes: readonly SimulatedNode[];
  readonly hands: readonly Hand[];
  readonly master: SimulatedNode;
  /** How long a run may take. */
  readonly deadlineMs: number;
  readonly endedAtMs: number;
  /** From when on nothing went wrong any more. */
  readonly calmFromMs: number;
}

/** A write, from the moment in which it was sent. */
export interface Write {
  readonly node: SimulatedNode;
  readonly process: SimulatedProcess;
  readonly passage: Passage;
  /** Why it should not have been sent. */
  readonly objection: string | undefined;
}

export function writesOf({ nodes }: Chronicle): readonly Write[] {
  return nodes.flatMap((node) =>
    node.facts.flatMap((fact) => {
      if (fact.type !== 'sent' || fact.passage.request.method !== 'POST') return [];
      return [{ node, ...fact }];
    }),
  );
}

export function processesOf({ nodes }: Chronicle): readonly SimulatedProcess[] {
  return nodes.flatMap(({ processes }) => processes);
}
