import type { Io } from '../app/io.ts';
import type { CloudDescription } from '../providers/description.ts';

/** What every command gets: the world, and a place to leave its exit code. */
export interface Context {
  readonly io: Io;
  /** The clouds that the help or an option speaks of; none where neither does. */
  readonly described: readonly CloudDescription[];
  /** What the help has to say of the embedded clouds, where it was asked for. */
  readonly help?: string;
  finish(exitCode: number): void;
}
