import type { Session } from '../../app/session.ts';
import { tellWarnings } from '../../app/tell-warnings.ts';
import { warningsOf } from '../../app/warnings.ts';
import { plainText } from '../../core/plain-text.ts';
import { hooksTell } from '../../watch/watched-status.ts';

/** Notes that a hook tells here, and warns where nobody could tell that its keepalived was killed. */
export function noteHook(about: string, session: Session): void {
  const { host } = session;
  session.local().told.isNews(hooksTell);
  const why = host.keepalivedAbove() === undefined ? host.whyUnseen() : undefined;
  if (why === undefined) return;
  const message = `It is not to be seen which keepalived tells of '${plainText(about)}': if it is killed, what it said goes on to count. ${why}`;
  const hint = 'Mend that, or use the FIFO, or give the addresses a vip';
  tellWarnings([{ kind: 'out-of-sight', about, message, hint }], session);
}

/** Warns where no address follows what an event is of. */
export function warnOfStranger(name: string, session: Session): void {
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
