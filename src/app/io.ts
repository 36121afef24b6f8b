import type { Environment } from '../config/environment.ts';
import type { HttpAdapter } from '../lib/http/http-request.ts';
import type { Outlet } from '../lib/outlet.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Actor } from '../ports/journal.ts';
import type { Clouds } from '../providers/clouds.ts';

/** The world as a command sees it. */
export interface Io {
  /** The clouds that there are. */
  readonly clouds: Clouds;
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
  /** Who has this command do what it does. */
  readonly actor?: () => Actor;
  /** Whom to ask before something is done that was not named. Without one, nobody. */
  readonly terminal?: Terminal;
  /** Starts a process of its own that sends what people are to be told, by the config of that path. */
  readonly startSender?: (config: string | undefined) => void;
  /** Shows whoever waits what is being waited for. */
  readonly progress?: Progress;
  /** Replaces the network, for tests. */
  readonly adapter?: HttpAdapter;
}

/** What a command that is waiting has seen so far. */
export interface Progress {
  /** The work begins; it may last so long. */
  begin(deadlineMs: number): void;
  /** A cloud has answered, or has not. */
  asked(cloud: string, code: string): void;
  end(): void;
}

export interface Output extends Outlet {
  readonly isTTY: boolean;
}

export interface Terminal {
  /** Whether somebody sees what is printed, and can type an answer. */
  isThere(): boolean;
  /** The line that is typed, or `undefined` where none comes. Throws what the signal aborts with. */
  ask(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** All of it, to draw on. */
  readonly screen?: Screen;
}

/** A terminal as a page that changes. */
export interface Screen {
  size(): { readonly columns: number; readonly rows: number };
  /** Takes the whole terminal, until it is closed. */
  open(events: ScreenEvents): void;
  /** Shows these lines instead of what was there. Each fits, colours aside. */
  draw(lines: readonly string[]): void;
  /** Leaves the terminal as it was. */
  close(): void;
}

export interface ScreenEvents {
  /** Its size is another one, or somebody else has drawn on it. */
  onChange(): void;
  /** Whoever sits there has seen enough. */
  onQuit(): void;
}

/** Whether colour is wanted there, `--no-color` aside. */
export function wantsColor({ isTTY }: Output, env: Environment): boolean {
  return isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}
