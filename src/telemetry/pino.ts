import { pino } from 'pino';
import type { DestinationStream } from 'pino';

import { openLineFile } from '../lib/line-file.ts';
import type { LogFields, LogLevel } from '../ports/log.ts';

export interface Line {
  readonly level: Exclude<LogLevel, 'silent'>;
  readonly fields: LogFields;
  readonly message: string;
  /** When it happened, which may be before the logger was there. Milliseconds since 1970. */
  readonly time: number;
}

export type Emit = (line: Line) => void;

/** Where log lines go, and what they look like there. */
export type LogStyle =
  | { readonly to: 'terminal'; readonly color: boolean }
  /** JSON on stderr. */
  | { readonly to: 'stderr' }
  /** systemd's journal reads the level from a prefix. */
  | { readonly to: 'journal' }
  /** JSON in a file, where nobody listens to stderr. */
  | { readonly to: 'file'; readonly path: string };

/** pino, always synchronous: a hook may be killed right after its last line. */
export async function createEmit(level: LogLevel, style: LogStyle): Promise<Emit> {
  const base = { name: 'floatip', pid: process.pid };
  const stream = style.to === 'terminal' ? await prettyStream(style.color) : streamOf(style);
  const logger = pino({ level, base, timestamp: false }, stream);
  return ({ level: at, fields, message, time }) => logger[at]({ time, ...fields }, message);
}

async function prettyStream(color: boolean): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({ destination: 2, sync: true, colorize: color, ignore: 'name,pid' });
}

function streamOf(style: Exclude<LogStyle, { to: 'terminal' }>): DestinationStream {
  if (style.to === 'file') return fileStream(style.path);
  const stderr = pino.destination({ fd: 2, sync: true });
  if (style.to === 'stderr') return stderr;
  return { write: (line) => stderr.write(`<${syslogLevel(line)}>${line}`) };
}

const limits = { maxBytes: 1024 * 1024, keep: 2 };

function fileStream(path: string): DestinationStream {
  const file = openLineFile(path, limits);
  return { write: (line) => file.append(line.trimEnd()) };
}

/** pino counts up from debug = 20, syslog down to error = 3. */
function syslogLevel(line: string): number {
  const [, level = '30'] = /"level":(\d+)/.exec(line) ?? [];
  return 3 + Math.max(0, (50 - Number(level)) / 10) + (Number(level) < 40 ? 1 : 0);
}
