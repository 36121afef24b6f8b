import type { EventPath } from './event-path.ts';

/** What became of the drills of a scenario by one path. It goes from one process to another. */
export interface Outcome {
  readonly scenario: string;
  readonly by: EventPath;
  readonly drills: readonly DrillOutcome[];
  /** What was wrong beside rounds that failed. */
  readonly problems: readonly string[];
}

interface DrillOutcome {
  readonly name: string;
  /** How many rounds were ordered. */
  readonly rounds: number;
  readonly passed: number;
  readonly failed: number;
}
