import { hostname } from 'node:os';

import type { Alert } from '../alerts/alert.ts';
import type { Tools } from '../alerts/channel.ts';
import { messageOf } from '../alerts/message.ts';
import { openChannel } from '../alerts/open-channel.ts';
import { channelSettings } from '../config/alert-channels.ts';
import type { AlertsConfig, ChannelConfig } from '../config/alerts-schema.ts';
import type { ChannelType } from '../core/alert.ts';
import type { FailureReport } from '../core/outcome.ts';
import { createHttp } from '../lib/http/http.ts';
import { withTimeout } from '../lib/time/deadline.ts';
import { asFailure, Failure, reportOf } from '../ports/failure.ts';
import type { Session } from './session.ts';

/** What became of a test message. */
export interface Tested {
  readonly name: string;
  readonly type: ChannelType;
  readonly delivered: boolean;
  readonly durationMs: number;
  readonly error?: FailureReport;
}

export interface TestOrder {
  /** Names of channels; none for all. */
  readonly wanted: readonly string[];
  readonly timeoutMs: number;
}

/** Sends a test message by each channel, once. Throws `config` where there is none, `usage` for another name. */
export async function testAlerts(
  { wanted, timeoutMs }: TestOrder,
  session: Session,
): Promise<readonly Tested[]> {
  const { clock, config, signal: parent } = session;
  const { alerts, cluster } = config;
  if (alerts === undefined) throw nobodyToTell(config.path);
  const http = createHttp({ clock, proxy: 'environment' });
  const onTimeout = (): Failure =>
    new Failure('transport', `No answer within ${timeoutMs / 1000} s`);
  const at = clock.wall();
  const host = hostname();
  const alert: Alert = {
    kind: 'test',
    episode: `${host}/test/${at}`,
    at,
    host,
    ...(cluster === undefined ? {} : { cluster }),
    facts: {},
  };
  const tester = { session, tools: { http, clock }, alert, alerts };
  try {
    return await Promise.all(
      chosen(alerts, wanted).map((channel) =>
        withTimeout({ clock, ms: timeoutMs, parent, onTimeout }, (signal) =>
          tryOne(channel, tester, signal),
        ),
      ),
    );
  } finally {
    http.close();
  }
}

function nobodyToTell(path: string | undefined): Failure {
  return new Failure(
    'config',
    `There is nobody to tell: ${path ?? 'no config file'} has no alerts`,
    {
      hint: 'List channels there: alerts: { channels: [{ name: ops, type: webhook, url: https://… }] }',
    },
  );
}

function chosen({ channels }: AlertsConfig, wanted: readonly string[]): readonly ChannelConfig[] {
  const names = channels.map(({ name }) => name);
  for (const name of wanted) {
    if (names.includes(name)) continue;
    throw new Failure('usage', `There is no alert channel '${name}' in the config`, {
      hint: `Name one of ${names.join(', ')}`,
    });
  }
  return wanted.length === 0 ? channels : channels.filter(({ name }) => wanted.includes(name));
}

interface Tester {
  readonly session: Session;
  readonly tools: Tools;
  readonly alert: Alert;
  readonly alerts: AlertsConfig;
}

async function tryOne(
  config: ChannelConfig,
  { session, tools, alert, alerts: { language = 'en' } }: Tester,
  signal: AbortSignal,
): Promise<Tested> {
  const { clock, env, signal: parent } = session;
  const { name, type } = config;
  const from = clock.now();
  const tested = (): Pick<Tested, 'name' | 'type' | 'durationMs'> => ({
    name,
    type,
    durationMs: Math.round(clock.now() - from),
  });
  try {
    const channel = await openChannel(channelSettings(config, env), tools);
    await channel.send(messageOf({ alerts: [alert], language }), signal);
    return { ...tested(), delivered: true };
  } catch (error) {
    parent.throwIfAborted();
    const failure = signal.aborted ? asFailure(signal.reason) : asFailure(error);
    return { ...tested(), delivered: false, error: reportOf(failure) };
  }
}
