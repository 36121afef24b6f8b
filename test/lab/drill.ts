import type { Lab } from './lab.ts';
import type { HostName } from './layout.ts';

/** A sort of trouble. Every round begins with lb1 as the master, which has the higher priority. */
export interface Drill {
  readonly name: string;
  readonly title: string;
  /** Who is to be master, and to have the reserved IP, after the trouble. */
  readonly expected: HostName;
  /** `long` ones take half a minute, and are done where all is asked for, `open` ones where named only. */
  readonly when?: 'long' | 'open';
  /** What has to be so before the trouble starts, and is not measured. */
  readonly prepare?: (lab: Lab) => Promise<void>;
  readonly strike: (lab: Lab) => Promise<void>;
  /** For how long all has to stay right before the trouble ends. */
  readonly holdMs?: number;
  /** Ends the trouble, so that lb1 is master again. */
  readonly mend?: (lab: Lab) => Promise<void>;
}
