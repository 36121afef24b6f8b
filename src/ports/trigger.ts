import type { EventOrder } from '../core/vrrp.ts';

/**
 * `unknown` is neither: what writes stops, and nothing is given away.
 */
export type Saying = 'hold' | 'do not' | 'unknown';

/** What a trigger says at one moment. */
export interface TriggerWord {
  readonly says: Saying;
  /** Since when, in the order of events of this host; without it, nobody knows. */
  readonly since: EventOrder | undefined;
  /** Why, in words. */
  readonly why: string;
  /** Whether another process of this host is the one to act on it. */
  readonly isForAnother?: boolean;
  /** Of an election: which one it was. A later one has a higher number. */
  readonly epoch?: string;
}

/** Something that says whether this host should hold what follows it. */
export interface Trigger {
  /** What it says by what is known at this moment. Asks nobody. */
  word(): TriggerWord;
  /** Asks once. What comes of it shows in the word. */
  ask(signal: AbortSignal): Promise<void>;
  /** Goes on asking, and calls back whenever what it says has changed. */
  start(surroundings: TriggerSurroundings): void;
  /** Asks no more. What it has won is given up, where that is safe at this moment. */
  close(): Promise<void>;
}

/** What a trigger has to know of those who act on it. */
export interface TriggerSurroundings {
  /** Hears that it says something else. */
  onChange(): void;
  /** Hears that there is news of the hosts that it looks after. */
  onNews?(): void;
  /** Whether a write may be on its way for something that follows it. */
  isBusy(): boolean;
  /** Gets what should never happen. */
  onBug(error: unknown): void;
}
