import type { Environment } from '../config/environment.ts';
import type { HttpAdapter } from '../lib/http-request.ts';
import type { Outlet } from '../lib/outlet.ts';
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
  /** Aborts with a `Failure` of class `interrupted` on SIGINT and SIGTERM, and on SIGHUP but for a watcher. */
  readonly signal: AbortSignal;
  /** SIGHUP is a wish to read the config again, for a watcher: calls back also where one came before this. */
  onHangup(callback: () => void): void;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

export interface Output extends Outlet {
  readonly isTTY: boolean;
}

/** Whether colour is wanted there, `--no-color` aside. */
export function wantsColor({ isTTY }: Output, env: Environment): boolean {
  return isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
