import { notify } from '../app/notify.ts';
import type { Session } from '../app/session.ts';
import { exitCodeOfResults } from '../core/outcome.ts';
import { parseEvent } from '../sources/keepalived-event.ts';
import type { Context } from './context.ts';
import { withSession } from './open.ts';
import type { HookOptions } from './options.ts';
import { printReport, tellingFailures } from './print-report.ts';

export interface NotifyOptions extends HookOptions {
  readonly instance?: string;
  readonly group?: string;
  readonly state?: string;
}

export async function runNotify(
  words: readonly string[],
  options: NotifyOptions,
  { io, finish }: Context,
): Promise<void> {
  const json = options.json === true;
  const work = async (session: Session): Promise<void> => {
    const event = parseEvent(words, options);
    const { addresses: all, timing } = session.config;
    const addresses = all.filter(({ follow }) => follow === event.name);
    if (addresses.length === 0) {
      session.log.warn({ vrrp: event.name }, 'no address in the config follows this');
    }
    const deadlineMs = options.timeout ?? timing.deadlineMs;
    const report = await notify({ event, addresses, deadlineMs }, session);
    printReport(report, { json, io, config: options.config });
    finish(exitCodeOfResults(report.results));
  };
  await tellingFailures({ json, io }, () =>
    withSession({ logLevel: 'info', ...options }, io, work),
  );
}
