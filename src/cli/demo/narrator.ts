import { createColors } from 'picocolors';

import type { Output } from '../../app/io.ts';
import { phaseNames } from '../../core/outcome.ts';
import type { PhaseName, Result } from '../../core/outcome.ts';
import type { Clock } from '../../ports/clock.ts';

/** Tells the demo's story. */
export interface Narrator {
  title(text: string): void;
  /** One line, with the time that has passed. */
  tell(line: string): void;
  /** A line that belongs to the one before. */
  add(line: string): void;
  bold(text: string): string;
}

export function createNarrator(output: Output, clock: Clock, color: boolean): Narrator {
  const paint = createColors(color);
  const begin = clock.now();
  return {
    title: (text) => output.write(`\n${paint.bold(text)}\n`),
    tell(line) {
      const at = ((clock.now() - begin) / 1000).toFixed(2);
      output.write(`${paint.dim(`${at.padStart(6)} s`)}  ${line}\n`);
    },
    add: (line) => output.write(`${' '.repeat(10)}${line}\n`),
    bold: paint.bold,
  };
}

const phaseStories: Readonly<Record<PhaseName, string>> = {
  identity: 'asked the metadata service who this host is',
  read: 'read the owner before writing, where that is needed',
  write: 'sent the assign request, and the cloud accepted it',
  settle: 'waited while the cloud moved the address',
  verify: 'read the owner back: it is there',
};

/** Where the time of one takeover went. */
export function timelineOf({ durationMs, phasesMs }: Result): readonly string[] {
  const phases = phaseNames.map((phase) => spent(phase, phasesMs[phase], phaseStories[phase]));
  return [...phases, spent('in all', durationMs, '').trimEnd()];
}

function spent(name: string, ms: number, story: string): string {
  return `${name.padEnd(9)}${String(ms).padStart(5)} ms  ${story}`;
}
