import type { Io } from '../app/io.ts';
import { journalOf, openHostState, openSession } from '../app/session.ts';
import type { Session, SessionOptions } from '../app/session.ts';
import { tellPeople } from '../app/tell-people.ts';
import type { Config } from '../config/config.ts';
import { runtimeFolder, stateFolder } from '../config/folders.ts';
import { openLastConfigs } from '../config/last-config.ts';
import type { LastConfigs } from '../config/last-config.ts';
import { loadConfig } from '../config/load.ts';
import type { Notice } from '../core/warning.ts';
import { createBootCache } from '../lib/files/boot-cache.ts';
import { openFolder } from '../lib/files/shared-folder.ts';
import type { Log } from '../ports/log.ts';
import { createLog } from '../telemetry/log.ts';
import type { FlushableLog } from '../telemetry/log.ts';
import { logStyle } from './log-style.ts';
import type { CommonOptions } from './options.ts';
import { printWarnings } from './print/print-report.ts';

export interface SessionWishes extends CommonOptions {
  /** Whether to go on with the config as it was where it cannot be used as it is now. */
  readonly mayGoOn?: boolean;
  /** Milliseconds that the work may take. */
  readonly timeout?: number;
  /** Hears all that is said between floatip and a cloud. */
  readonly listen?: NonNullable<SessionOptions['listen']>;
}

/** Opens a session from the command line's options, and closes it whatever happens. */
export async function withSession(
  options: SessionWishes,
  io: Io,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const { env, clouds, clock, random, host, signal, adapter, actor, progress } = io;
  const startedAt = clock.now();
  const log = openLog(options, io);
  const cache = createBootCache(openFolder(runtimeFolder(env), log), 'config', 'trusted');
  const { config: path, mayGoOn = false, listen } = options;
  const last = lastConfigs(io, log);
  const config = await loadConfig({ path, env, clouds, cache, mayGoOn, last });
  const network = adapter === undefined ? {} : { adapter };
  const base = { config, env, clouds, clock, random, host, log, startedAt, signal, actor };
  const observe: SessionOptions['observe'] = (cloud, { code }) => progress?.asked(cloud, code);
  const heard = listen === undefined ? {} : { listen };
  const session = openSession({ ...base, ...network, ...heard, observe });
  progress?.begin(options.timeout ?? config.timing.deadlineMs);
  try {
    await work(session);
  } catch (error) {
    // The report would have said it.
    printWarnings(configWarnings(session), io);
    throw error;
  } finally {
    progress?.end();
    session.close();
    await tellPeople(session, io);
    await log.flush();
  }
}

/** What to do about a config that cannot be used. */
export const seeConfig = 'Correct it, and see with: floatip config check';

/** What is to be known of the config that a command went by. */
export function configWarnings({
  config: { instead },
}: {
  readonly config: Pick<Config, 'instead'>;
}): readonly Notice[] {
  return instead === undefined ? [] : [{ message: instead, hint: seeConfig }];
}

export function lastConfigs({ env, clock }: Io, log: Log): LastConfigs {
  return openLastConfigs(openFolder(stateFolder(env), log), clock.wall);
}

/** What can be opened without any config. */
export type OpenedJournal = Pick<
  Session,
  'journal' | 'clock' | 'log' | 'host' | 'local' | 'handOver'
>;

/** Opens the journal alone, which needs no config. */
export async function withJournal(
  options: CommonOptions,
  io: Io,
  work: (opened: OpenedJournal) => Promise<void>,
): Promise<void> {
  const log = openLog(options, io);
  const { clock } = io;
  const journal = journalOf({ ...io, log });
  await work({ ...openHostState({ ...io, log }), journal, clock, log });
  journal.flush();
  await log.flush();
}

export function openLog(options: CommonOptions, io: Io): FlushableLog {
  const { logLevel = 'warn' } = options;
  return createLog({ level: logLevel, clock: io.clock, style: () => logStyle(io, options) });
}
