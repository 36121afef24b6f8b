import type { ChannelSettings, Tools } from '../alerts/channel.ts';
import { drain } from '../alerts/drain.ts';
import type { OpenedChannel } from '../alerts/drain.ts';
import { enter, isOlder } from '../alerts/exclusively.ts';
import { openChannel } from '../alerts/open-channel.ts';
import type { AlertStore } from '../alerts/store.ts';
import { channelSettings } from '../config/alert-channels.ts';
import type { AlertsConfig, ChannelConfig } from '../config/alerts-schema.ts';
import type { Environment } from '../config/environment.ts';
import { createHttp } from '../lib/http/http.ts';
import { asFailure } from '../ports/failure.ts';
import { senderSubject } from './raise-alerts.ts';
import type { Session } from './session.ts';

export interface Sending {
  readonly session: Pick<
    Session,
    'config' | 'env' | 'clock' | 'random' | 'log' | 'journal' | 'local'
  >;
  readonly store: AlertStore;
  readonly signal: AbortSignal;
  readonly onLoss: (channel: string, alerts: number) => void;
}

/** Sends all that waits, unless another process of this host does. */
export async function sendAlerts(sending: Sending): Promise<void> {
  const { session, store, signal } = sending;
  const { alerts } = session.config;
  if (alerts === undefined) return;
  const { clock } = session;
  const exclusion = { locks: session.local().locks, clock, subject: senderSubject };
  do {
    const entry = enter(exclusion);
    try {
      // Of two that begin at once the older one stays.
      if (entry?.others().some(({ process }) => isOlder(process, exclusion)) === true) return;
      await drainOnce(alerts, sending);
    } finally {
      entry?.leave();
    }
    // What came between the last look and the leaving found a sender, and would be left to nobody.
  } while (!signal.aborted && store.outbox().waiting.length > 0);
}

async function drainOnce(alerts: AlertsConfig, sending: Sending): Promise<void> {
  const { session, ...rest } = sending;
  const { clock, random, log, journal, env } = session;
  const http = createHttp({ clock, proxy: 'environment' });
  try {
    const tools = { http, clock };
    const channels = await Promise.all(alerts.channels.map((one) => open(one, env, tools)));
    const { language = 'en' } = alerts;
    await drain({ ...rest, clock, random, log, journal, channels, language });
  } finally {
    http.close();
  }
}

/** Its secrets are read each time: they may have been replaced. */
async function open(config: ChannelConfig, env: Environment, tools: Tools): Promise<OpenedChannel> {
  const { name, type } = config;
  try {
    const settings: ChannelSettings = channelSettings(config, env);
    return { name, type, channel: await openChannel(settings, tools) };
  } catch (error) {
    return { name, type, channel: asFailure(error) };
  }
}
