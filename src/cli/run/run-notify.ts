import type { Io } from '../../app/io.ts';
import { notify } from '../../app/notify.ts';
import { hear, tell } from '../../app/record-event.ts';
import { journalOf, openHostState } from '../../app/session.ts';
import type { Session } from '../../app/session.ts';
import { exitCodeOfResults } from '../../core/outcome.ts';
import { parseEvent } from '../../triggers/keepalived-event.ts';
import type { ToldEvent } from '../../triggers/keepalived-event.ts';
import type { Context } from '../context.ts';
import { configWarnings, openLog, withSession } from '../open.ts';
import type { CommonOptions, HookOptions } from '../options.ts';
import { isProbed } from '../print/is-probed.ts';
import { printReport, withWarnings } from '../print/print-report.ts';
import { tellingFailures } from '../print/telling-failures.ts';
import { noteHook, warnOfStranger } from './hook-notices.ts';
import { tellApart, tellSyslog } from './tell-syslog.ts';

export interface NotifyOptions extends HookOptions {
  readonly instance?: string;
  readonly group?: string;
  readonly state?: string;
}

/** Hears one event, and acts on it where no watcher does. Throws `usage` or `config`. */
export async function runNotify(
  words: readonly string[],
  options: NotifyOptions,
  { io, finish }: Context,
): Promise<void> {
  const json = options.json === true;
  const logged = { logLevel: 'info', ...options, mayGoOn: true } as const;
  let isOpen = false;
  const actOn = async (event: ToldEvent, session: Session): Promise<void> => {
    isOpen = true;
    const { addresses: all, timing } = session.config;
    const addresses = all.filter(({ follow }) => follow === event.name);
    if (addresses.length === 0) warnOfStranger(event.name, session);
    const deadlineMs = options.timeout ?? timing.deadlineMs;
    const report = await notify({ event, addresses, deadlineMs }, session);
    const printing = { json, io, config: options.config };
    const whole = withWarnings(report, configWarnings(session));
    if (!isProbed(session)) printReport(whole, printing);
    finish(exitCodeOfResults(report.results));
    await tellSyslog(report.warnings ?? [], io);
    noteHook(event.name, session);
    if (!isProbed(session)) return;
    const { printProbed } = await import('../print/print-probed.ts');
    await printProbed(whole, session, printing);
  };
  await tellingFailures({ json, io }, async () => {
    const event = parseEvent(words, options);
    try {
      await withSession(logged, io, (session) => actOn(event, session));
    } catch (error) {
      if (!isOpen) await hearAnyway(event, logged, io);
      await tellApart(error, io);
      throw error;
    }
  });
}

/** Without a config nobody can act, but whoever does later has to know what keepalived said last. */
async function hearAnyway(event: ToldEvent, options: CommonOptions, io: Io): Promise<void> {
  const log = openLog(options, io);
  const heard = await hear(event, { ...openHostState({ ...io, log }), log });
  const journal = journalOf({ ...io, log });
  if (heard !== undefined) tell(heard, { log, journal });
  journal.flush();
  await log.flush();
}
