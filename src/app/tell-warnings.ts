import { warningKey } from '../core/warning.ts';
import type { Warning } from '../core/warning.ts';
import type { Session } from './session.ts';

/** Tells the operator of each warning once in a boot, whichever process finds it. */
export function tellWarnings(warnings: readonly Warning[], session: Session): void {
  const { log, journal } = session;
  const { told } = session.local();
  for (const { kind, about, message, hint } of warnings) {
    if (!told.isNews(warningKey({ kind, about }))) continue;
    log.warn({ about, kind, hint }, message);
    journal.append({ type: 'warning', kind, about, message, hint });
  }
}
