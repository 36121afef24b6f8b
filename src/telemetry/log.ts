import type { Clock } from '../ports/clock.ts';
import type { Log, LogFields, LogLevel } from '../ports/log.ts';
import { logLevels } from '../ports/log.ts';
import type { Emit, Line, LogStyle } from './pino.ts';

export interface LogOptions {
  readonly level: LogLevel;
  /** How to write, asked with the first line: looking at a terminal costs time as well. */
  readonly style: () => LogStyle;
  readonly clock: Clock;
}

/** A log whose lines can be waited for. */
export interface FlushableLog extends Log {
  flush(): Promise<void>;
}

/**
 * How long a line may wait. Loading the logging library takes a tenth of a second on a slow host, and what is worth
 * a line is often just about to send a request.
 */
const loadAfterMs = 250;

/** A log on stderr, or in a file. The logging library is loaded with the first line to be written. */
export function createLog({ level, style, clock }: LogOptions): FlushableLog {
  const enabled = logLevels.indexOf(level);
  const waiting: Line[] = [];
  let emitting: Promise<Emit> | undefined;
  let written: Promise<void> | undefined;
  let cancel: (() => void) | undefined;

  const write = async (): Promise<void> => {
    emitting ??= import('./pino.ts').then(({ createEmit }) => createEmit(level, style()));
    const emit = await emitting;
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) emit(line);
  };
  const flush = async (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    await written;
    // A log that cannot be written, on a full disk for example, stops nobody from doing the work.
    if (waiting.length > 0) await (written = write().catch(() => undefined));
  };
  const at =
    (own: Line['level']) =>
    (fields: LogFields, message: string): void => {
      if (logLevels.indexOf(own) > enabled) return;
      waiting.push({ level: own, fields, message, time: clock.wall() });
      cancel ??= clock.after(loadAfterMs, () => void flush());
    };

  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), flush };
}
