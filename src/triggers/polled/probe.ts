import type { Saying } from '../../ports/trigger.ts';

/** What somebody who was asked has answered. */
export interface ProbeAnswer {
  readonly says: Exclude<Saying, 'unknown'>;
  readonly why: string;
}

/** Asks once, bounded in time. Throws `Failure` where there is no answer. */
export type Probe = (signal: AbortSignal) => Promise<ProbeAnswer>;

export interface OpenProbe {
  readonly ask: Probe;
  close(): void;
}
