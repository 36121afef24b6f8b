import type { Io } from '../../app/io.ts';
import { notify } from '../../app/notify.ts';
import { hear, tell } from '../../app/record-event.ts';
import { journalOf, openHostState } from '../../app/session.ts';
import type { Session } from '../../app/session.ts';
import { tellWarnings } from '../../app/tell-warnings.ts';
import { warningsOf } from '../../app/warnings.ts';
import { whyApart } from '../../config/apart.ts';
import { exitCodeOfResults } from '../../core/outcome.ts';
import { plainLine, plainText } from '../../core/plain-text.ts';
import type { Notice } from '../../core/warning.ts';
import { stderrKind } from '../../lib/host/stderr-kind.ts';
import { asFailure } from '../../ports/failure.ts';
import { parseEvent } from '../../triggers/keepalived-event.ts';
import type { ToldEvent } from '../../triggers/keepalived-event.ts';
import { hooksTell } from '../../watch/watched-status.ts';
import type { Context } from '../context.ts';
import { configWarnings, openLog, withSession } from '../open.ts';
import type { CommonOptions, HookOptions } from '../options.ts';
import { isProbed } from '../print/is-probed.ts';
import { printReport, tellingFailures, withWarnings } from '../print/print-report.ts';

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

/** Why a hook has failed must not stand in a log only that nobody looks for. */
async function tellApart(error: unknown, io: Io): Promise<void> {
  const apart = whyApart(io.env);
  if (apart === undefined) return;
  const { message, hint = '' } = asFailure(error);
  await tellSyslog(
    [
      { message, hint },
      { message: apart.reason, hint: apart.hint },
    ],
    io,
  );
}

/** A hook.log in a folder of its own, or none, is nothing that anybody would find. */
async function tellSyslog(
  warnings: readonly Notice[],
  { env, stderr }: Pick<Io, 'env' | 'stderr'>,
): Promise<void> {
  if (warnings.length === 0 || stderrKind(stderr.isTTY, env['JOURNAL_STREAM']) !== 'nowhere')
    return;
  const { warnInSyslog } = await import('../../lib/host/syslog.ts');
  for (const { message, hint } of warnings) await warnInSyslog(plainLine(`${message}. ${hint}`));
}

function noteHook(about: string, session: Session): void {
  const { host } = session;
  session.local().told.isNews(hooksTell);
  const why = host.keepalivedAbove() === undefined ? host.whyUnseen() : undefined;
  if (why === undefined) return;
  const message = `It is not to be seen which keepalived tells of '${plainText(about)}': if it is killed, what it said goes on to count. ${why}`;
  const hint = 'Mend that, or use the FIFO, or give the addresses a vip';
  tellWarnings([{ kind: 'out-of-sight', about, message, hint }], session);
}

function warnOfStranger(name: string, session: Session): void {
  const { config, host } = session;
  const { events } = session.local();
  // It is about to be recorded.
  const store = { ...events, names: () => [...new Set([...events.names(), name])] };
  const warnings = warningsOf({ addresses: config.addresses, store, host });
  const own = warnings.filter(({ about }) => about === name);
  tellWarnings(own, session);
  // As during a pause, in which nothing follows anything.
  if (own.length === 0) session.log.info({ vrrp: name }, 'no address in the config follows this');
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
