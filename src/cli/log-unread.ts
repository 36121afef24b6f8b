import type { Io } from '../app/io.ts';
import { createLog } from '../telemetry/log.ts';
import { logStyle } from './log-style.ts';

/** Puts what was said on stderr where the log of such a process goes, a line each. */
export async function logUnread(
  messages: readonly string[],
  io: Pick<Io, 'env' | 'stderr' | 'clock'>,
): Promise<void> {
  const log = createLog({ level: 'error', clock: io.clock, style: () => logStyle(io, false) });
  for (const message of messages) log.error({}, message.trimEnd().replace(/^floatip: /, ''));
  await log.flush();
}
