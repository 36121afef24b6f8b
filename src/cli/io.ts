import type { Environment } from '../config/environment.ts';
import type { HttpAdapter } from '../lib/http-request.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';

/** The world as a command sees it. */
export interface Io {
  readonly env: Environment;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly clock: Clock;
  readonly random: Random;
  readonly host: Host;
  /** Aborts with a `Failure` of class `interrupted` on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** From now on, SIGHUP is a wish to read the config again. */
  onHangup(callback: () => void): void;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

export interface Output {
  readonly isTTY: boolean;
  write(text: string): void;
}

/** Whether colour is wanted there, `--no-color` aside. */
export function wantsColor({ isTTY }: Output, env: Environment): boolean {
  return isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
