import type { Io } from '../app/io.ts';
import { createLog } from '../telemetry/log.ts';
import type { LogStyle } from '../telemetry/pino.ts';
import { logStyle } from './log-style.ts';

/** Puts what was said on stderr where the log of such a process goes, a line each. */
export async function logUnread(
  messages: readonly string[],
  io: Pick<Io, 'env' | 'stderr' | 'clock'>,
): Promise<void> {
  const style = (): LogStyle => logStyle(io, { color: false });
  const log = createLog({ level: 'error', clock: io.clock, style });
  for (const message of messages) log.error({}, message.trimEnd().replace(/^floatip: /, ''));
  await log.flush();
}
