import type { Io } from '../app/io.ts';

/** What every command gets: the world, and a place to leave its exit code. */
export interface Context {
  readonly io: Io;
  /** What the help has to say of the clouds, where it was asked for. */
  readonly help?: string;
  finish(exitCode: number): void;
}
