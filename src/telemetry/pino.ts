import { pino } from 'pino';
import type { DestinationStream } from 'pino';

import type { LogFields, LogLevel } from '../ports/log.ts';

export interface Line {
  readonly level: Exclude<LogLevel, 'silent'>;
  readonly fields: LogFields;
  readonly message: string;
  /** When it happened, which may be before the logger was there. Milliseconds since 1970. */
  readonly time: number;
}

export type Emit = (line: Line) => void;

export interface LogStyle {
  /** Pretty lines for people, JSON for everything else. */
  readonly pretty: boolean;
  readonly color: boolean;
}

/** pino on file descriptor 2, synchronous: a hook may be killed right after its last line. */
export async function createEmit(level: LogLevel, { pretty, color }: LogStyle): Promise<Emit> {
  const stream = pretty ? await prettyStream(color) : pino.destination({ fd: 2, sync: true });
  const logger = pino(
    { level, base: { name: 'floatip', pid: process.pid }, timestamp: false },
    stream,
  );
  return ({ level: at, fields, message, time }) => logger[at]({ time, ...fields }, message);
}

async function prettyStream(color: boolean): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty');
  return pretty({ destination: 2, sync: true, colorize: color, ignore: 'name,pid' });
}
