import { alertStoreOf } from '../../app/raise-alerts.ts';
import { sendAlerts } from '../../app/send-alerts.ts';
import type { Context } from '../context.ts';
import { withSession } from '../open.ts';
import type { CommonOptions } from '../options.ts';

/** Sends what waits, to its end: taken, refused, or tried often enough. */
export async function runAlertSend(options: CommonOptions, { io }: Context): Promise<void> {
  await withSession({ ...options, mayGoOn: true }, io, async (session) => {
    const { signal } = session;
    const store = alertStoreOf(session);
    await sendAlerts({ session, store, signal, onLoss: () => undefined });
  });
}
