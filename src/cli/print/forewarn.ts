import type { Order } from '../../app/command.ts';
import type { Io } from '../../app/io.ts';
import { plainLine } from '../../core/plain-text.ts';
import { explainFailure, namingConfig, subjectOf } from './explain.ts';

export interface Forewarner extends Required<Pick<Order, 'forewarn'>> {
  /** Whether a warning was printed before anything was done. */
  isTold(name: string, warning: string): boolean;
}

/** Prints what stands against a command while nothing has been sent yet. */
export function createForewarner(config: string | undefined, { stderr }: Io): Forewarner {
  const told = new Set<string>();
  return {
    forewarn({ name, ip = null }, warning) {
      told.add(idOf(name, warning));
      const message = namingConfig(plainLine(warning), config);
      stderr.write(explainFailure({ message }, subjectOf({ name, ip })));
    },
    isTold: (name, warning) => told.has(idOf(name, warning)),
  };
}

function idOf(name: string, warning: string): string {
  return `${name}\n${warning}`;
}
