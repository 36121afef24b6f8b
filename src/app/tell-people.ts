import type { Io } from './io.ts';
import type { Session } from './session.ts';

/**
 * Takes in what a command has done that people are to be told of, and has a process of its own send it. The
 * work is over by then; what is needed for it is loaded only where there is something.
 */
export async function tellPeople(session: Session, io: Io): Promise<void> {
  const heard = session.alarms.take();
  if (heard.length === 0 || session.config.alerts === undefined) return;
  try {
    const { alertStoreOf, isSenderThere, raiseAlerts } = await import('./raise-alerts.ts');
    const store = alertStoreOf(session);
    const { config, clock } = session;
    await raiseAlerts(heard, { config, store, at: clock.wall() });
    if (store.outbox().waiting.length === 0) return;
    if (!isSenderThere(session.local().locks)) {
      io.startSender?.(session.config.path);
    }
  } catch (error) {
    // What was done is done and told, whether anybody else hears of it or not.
    session.log.error({ reason: String(error) }, 'cannot alert');
  }
}
