import type { Allowance } from './bounds.ts';
import type { Host } from './host.ts';
import type { Lab } from './lab.ts';
import type { Passage } from './passage.ts';

/** A host that something befalls, and the one that is to take over. */
export interface Scene {
  readonly lab: Lab;
  readonly victim: Host;
  readonly partner: Host;
  /** Which round this is. */
  readonly number: number;
}

/** A sort of trouble. Every round begins with all instances at home. */
export interface Drill {
  readonly name: string;
  readonly title: string;
  /**
   * Where the victim's addresses are to be after the trouble: with its partner, at home again, or,
   * where it comes `back` from a trouble, at home only if the scenario has it take back.
   */
  readonly ends: 'with partner' | 'at home' | 'back';
  /** What it allows floatip beyond the usual. */
  readonly allows?: Allowance;
  /** `long` ones take half a minute, and are done where all is asked for. */
  readonly when?: 'long';
  /** What has to be so before the trouble starts, and is not measured. */
  readonly prepare?: (scene: Scene) => Promise<void>;
  readonly strike: (scene: Scene) => Promise<void>;
  /** For how long all has to stay right before the trouble ends. */
  readonly holdMs?: (lab: Lab) => number;
  /** Ends the trouble. */
  readonly mend?: (scene: Scene) => Promise<void>;
  /** Where all is after that; without it, at home only if the scenario has it take back. */
  readonly mendEnds?: 'at home';
  /** What that allows floatip beyond the usual. */
  readonly mendAllows?: Allowance;
  /** What else has to be so after the trouble. Throws where it is not. */
  readonly verify?: (scene: Scene, trouble: Pick<Passage, 'beganAt'>) => void;
}
