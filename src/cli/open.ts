import { openSession } from '../app/session.ts';
import type { Session } from '../app/session.ts';
import { loadConfig } from '../config/load.ts';
import { createLog } from '../telemetry/log.ts';
import { wantsColor } from './io.ts';
import type { Io } from './io.ts';
import type { CommonOptions } from './options.ts';

/** Opens a session from the command line's options, and closes it whatever happens. */
export async function withSession(
  { config: path, logLevel, color }: CommonOptions,
  io: Io,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const { env, clock, random, signal, stderr, adapter } = io;
  const startedAt = clock.now();
  const log = createLog({
    level: logLevel,
    now: clock.wall,
    style: () => ({ pretty: stderr.isTTY, color: color && wantsColor(stderr, env) }),
  });
  const config = await loadConfig({ path, env });
  const network = adapter === undefined ? {} : { adapter };
  const session = openSession({ config, env, clock, random, log, startedAt, signal, ...network });
  try {
    await work(session);
  } finally {
    await session.close();
    await log.flush();
  }
}
