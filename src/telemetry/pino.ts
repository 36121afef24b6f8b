import { pino } from 'pino';
import type { DestinationStream } from 'pino';

import { plainLine, printable } from '../core/plain-text.ts';
import { openLineFile } from '../lib/line-file.ts';
import type { Outlet } from '../lib/outlet.ts';
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
  | { readonly to: 'terminal'; readonly outlet: Outlet; readonly color: boolean }
  /** JSON on stderr. */
  | { readonly to: 'stderr'; readonly outlet: Outlet }
  /** systemd's journal reads the level from a prefix. */
  | { readonly to: 'journal'; readonly outlet: Outlet }
  /** JSON in a file, where nobody listens to stderr. */
  | { readonly to: 'file'; readonly path: string };

/** pino, never later: a hook may be killed right after its last line. */
export async function createEmit(level: LogLevel, style: LogStyle): Promise<Emit> {
  const base = { name: 'floatip', pid: process.pid };
  const logger = pino({ level, base, timestamp: false }, await streamOf(style));
  const emit: Emit = ({ level: at, fields, message, time }) =>
    logger[at]({ time, ...fields }, plainLine(message));
  return style.to === 'file' ? emit : emitOrLose(emit, style.outlet);
}

/** As much as a reader may be behind before lines are lost. */
const maxWaitingBytes = 64 * 1024;

/** A reader that has stalled costs lines, not a takeover. Says how many with the next one that gets through. */
function emitOrLose(emit: Emit, outlet: Outlet): Emit {
  let lost = 0;
  return (line) => {
    if (outlet.waitingBytes > maxWaitingBytes) {
      lost += 1;
      return;
    }
    if (lost > 0) emit({ ...line, level: 'warn', fields: { lost }, message: lossOf(lost) });
    lost = 0;
    emit(line);
  };
}

function lossOf(lost: number): string {
  return lost === 1 ? '1 line was lost' : `${lost} lines were lost`;
}

async function streamOf(style: LogStyle): Promise<DestinationStream> {
  switch (style.to) {
    case 'file':
      return fileStream(style.path);
    case 'terminal':
      return await prettyStream(style.outlet, style.color);
    case 'journal':
      return { write: (line) => style.outlet.write(`<${syslogLevel(line)}>${printable(line)}`) };
    default:
      return { write: (line) => style.outlet.write(printable(line)) };
  }
}

async function prettyStream(outlet: Outlet, color: boolean): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const prettify = prettyFactory({ colorize: color, ignore: 'name,pid' });
  return { write: (line) => outlet.write(printable(prettify(line), color)) };
}

const limits = { maxBytes: 1024 * 1024, keep: 2 };

function fileStream(path: string): DestinationStream {
  const file = openLineFile(path, limits);
  return { write: (line) => file.append(printable(line.trimEnd())) };
}

/** pino counts up from debug = 20, syslog down to error = 3. */
function syslogLevel(line: string): number {
  const [, level = '30'] = /"level":(\d+)/.exec(line) ?? [];
  return 3 + Math.max(0, (50 - Number(level)) / 10) + (Number(level) < 40 ? 1 : 0);
}
