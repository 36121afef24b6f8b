import { openSession } from '../app/session.ts';
import type { Session } from '../app/session.ts';
import { runtimeFolder } from '../config/folders.ts';
import { loadConfig } from '../config/load.ts';
import { createBootCache } from '../lib/boot-cache.ts';
import { openFolder } from '../lib/shared-folder.ts';
import { createLog } from '../telemetry/log.ts';
import type { FlushableLog } from '../telemetry/log.ts';
import type { Io } from './io.ts';
import { logStyle } from './log-style.ts';
import type { CommonOptions } from './options.ts';

/** Opens a session from the command line's options, and closes it whatever happens. */
export async function withSession(
  options: CommonOptions,
  io: Io,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const { env, clock, random, host, signal, adapter, actor } = io;
  const startedAt = clock.now();
  const log = openLog(options, io);
  const cache = createBootCache(openFolder(runtimeFolder(env), log), 'config', 'trusted');
  const config = await loadConfig({ path: options.config, env, cache });
  const network = adapter === undefined ? {} : { adapter };
  const base = { config, env, clock, random, host, log, startedAt, signal, actor };
  const session = openSession({ ...base, ...network });
  try {
    await work(session);
  } finally {
    session.close();
    await log.flush();
  }
}

export function openLog({ logLevel = 'warn', color }: CommonOptions, io: Io): FlushableLog {
  return createLog({ level: logLevel, clock: io.clock, style: () => logStyle(io, color) });
}
