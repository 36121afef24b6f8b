import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { writesOf } from './chronicle.ts';
import type { Chronicle } from './chronicle.ts';
import type { SimulatedNode } from './simulated-node.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** How often what happened, over all schedules. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #schedules = 0;

  add(chronicle: Chronicle): void {
    this.#schedules += 1;
    const writes = writesOf(chronicle);
    for (const { passage } of writes) {
      this.#count('write');
      if (passage.landed?.isPosthumous === true) this.#count('write that outlived its process');
    }
    const writers = new Set(writes.map(({ process }) => process));
    for (const node of chronicle.nodes) {
      this.#count('reboot', node.reboots);
      this.#count('contested', contestedOn(node));
      this.#count('event overtaken', overtakenOn(node));
      for (const process of node.processes) this.#countProcess(process, writers.has(process));
    }
  }

  #countProcess(process: SimulatedProcess, hasWritten: boolean): void {
    this.#count('process');
    if (process.wasTerminated) this.#count('terminated');
    if (process.state === 'killed') this.#count(hasWritten ? 'killed after a write' : 'killed');
    const cause = process.event === undefined ? 'reconcile: ' : '';
    for (const { outcome, error } of process.results) {
      this.#count(`${cause}${outcome}`);
      if (error !== undefined) this.#count(`error: ${error.class}`);
    }
  }

  #count(what: string, by = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
  }

  /** How many there are of each a thousand schedules, the most frequent first. */
  perThousand(): Readonly<Record<string, number>> {
    const sorted = [...this.#counts].toSorted(([, left], [, right]) => right - left);
    return Object.fromEntries(
      sorted.map(([what, count]) => [what, Math.round((1000 * count) / this.#schedules)]),
    );
  }
}

/** How often the node found that an address had been taken away from it. */
function contestedOn({ stateFolder }: SimulatedNode): number {
  const path = join(stateFolder, 'journal.jsonl');
  try {
    return readFileSync(path, 'utf8').split('"type":"contested"').length - 1;
  } catch {
    return 0;
  }
}

/** How many events got to run after one that keepalived had started later. */
function overtakenOn({ processes }: SimulatedNode): number {
  const events = processes.filter(
    ({ event, beganAtMs }) => event !== undefined && beganAtMs < Infinity,
  );
  return events.filter(({ beganAtMs }, index) =>
    events.slice(index + 1).some((later) => later.beganAtMs < beganAtMs),
  ).length;
}
