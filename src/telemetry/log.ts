import type { Log, LogFields, LogLevel } from '../ports/log.ts';
import { logLevels } from '../ports/log.ts';
import type { Emit, LogStyle } from './pino.ts';

export interface LogOptions {
  readonly level: LogLevel;
  /** How to write, asked with the first line: looking at a terminal costs time as well. */
  readonly style: () => LogStyle;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A log whose lines can be waited for. */
export interface FlushableLog extends Log {
  flush(): Promise<void>;
}

/**
 * A log on stderr. The logging library is loaded with the first line that passes the level, in the
 * background: no request waits for it.
 */
export function createLog(options: LogOptions): FlushableLog {
  const enabled = logLevels.indexOf(options.level);
  let loading: Promise<Emit> | undefined;
  let written: Promise<void> = Promise.resolve();

  const at =
    (level: Exclude<LogLevel, 'silent'>) =>
    (fields: LogFields, message: string): void => {
      if (logLevels.indexOf(level) > enabled) return;
      const line = { level, fields, message, time: options.now() };
      loading ??= import('./pino.ts').then(({ createEmit }) =>
        createEmit(options.level, options.style()),
      );
      const emit = loading;
      written = written.then(async () => (await emit)(line)).catch(ignore);
    };

  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    flush: () => written,
  };
}

/** A log that cannot be written, on a full disk for example, stops nobody from doing the work. */
function ignore(): void {}
