import { pino } from 'pino';
import type { DestinationStream } from 'pino';

import { plainLine, printable } from '../core/plain-text.ts';
import { openLineFile } from '../lib/files/line-file.ts';
import type { Outlet } from '../lib/outlet.ts';
import type { LogFields, LogFormat, LogLevel } from '../ports/log.ts';
import { logLineOf } from './log-line.ts';

export interface Line {
  readonly level: Exclude<LogLevel, 'silent'>;
  readonly fields: LogFields;
  readonly message: string;
  /** When it happened, which may be before the logger was there. Milliseconds since 1970. */
  readonly time: number;
}

export type Emit = (line: Line) => void;

/** Where log lines go, and what they look like there if not as is usual in such a place. */
export type LogStyle = { readonly format?: LogFormat | undefined } & (
  | { readonly to: 'terminal'; readonly outlet: Outlet; readonly color: boolean }
  | { readonly to: 'stderr'; readonly outlet: Outlet }
  | { readonly to: 'journal'; readonly outlet: Outlet }
  /** A file, where nobody listens to stderr. */
  | { readonly to: 'file'; readonly path: string }
);

const usual = { terminal: 'pretty', stderr: 'json', journal: 'journal', file: 'line' } as const;

/** pino, never later: a hook may be killed right after its last line. */
export async function createEmit(level: LogLevel, style: LogStyle): Promise<Emit> {
  const base = { name: 'floatip', pid: process.pid };
  const formatters = { level: (label: string) => ({ level: label }) };
  const logger = pino({ level, base, formatters, timestamp: false }, await streamOf(style));
  const emit: Emit = ({ level: at, fields, message, time }) =>
    logger[at]({ time: new Date(time).toISOString(), ...fields }, plainLine(message));
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
  const color = style.to === 'terminal' && style.color;
  const formatted = await formatterOf(style.format ?? usual[style.to], color);
  if (style.to !== 'file') return { write: (line) => style.outlet.write(formatted(line)) };
  const file = openLineFile(style.path, limits);
  return { write: (line) => file.append(formatted(line).trimEnd()) };
}

const limits = { maxBytes: 1024 * 1024, keep: 2 };

/** What a line of pino's becomes, its end included. */
type Formatter = (json: string) => string;

async function formatterOf(format: LogFormat, color: boolean): Promise<Formatter> {
  switch (format) {
    case 'pretty':
      return await prettyFormatter(color);
    case 'line':
      return (json) => {
        const { time, level, text } = logLineOf(json);
        return printable(`${time} ${level} ${text}\n`);
      };
    case 'journal':
      // systemd reads the priority from a prefix, and has the time itself: sd-daemon(3).
      return (json) => {
        const { level, text } = logLineOf(json);
        return printable(`<${priorities[level] ?? '6'}>${text}\n`);
      };
    default:
      return (json) => printable(json);
  }
}

const priorities: Readonly<Record<string, string>> = {
  error: '3',
  warn: '4',
  info: '6',
  debug: '7',
};

async function prettyFormatter(color: boolean): Promise<Formatter> {
  const { prettyFactory } = await import('pino-pretty');
  const prettify = prettyFactory({ colorize: color, ignore: 'name,pid' });
  return (json) => printable(prettify(json), color);
}
