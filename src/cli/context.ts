import type { Io } from '../app/io.ts';

/** What every command gets: the world, and a place to leave its exit code. */
export interface Context {
  readonly io: Io;
  finish(exitCode: number): void;
}
