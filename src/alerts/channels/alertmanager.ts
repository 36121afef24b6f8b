import { isTrouble } from '../../core/alert.ts';
import type { Alert } from '../alert.ts';
import type { Channel, SettingsOf, Tools } from '../channel.ts';
import { messageOf } from '../message.ts';
import type { Message } from '../message.ts';
import { below, post, requireSuccess } from '../post.ts';
import { severityOf } from '../severity.ts';

/**
 * Alerts for Prometheus' Alertmanager, which tells people by its own rules
 * (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml, postableAlerts).
 */
export function openAlertmanager(
  { url: base }: SettingsOf<'alertmanager'>,
  { http }: Tools,
): Channel {
  const url = below(base, '/api/v2/alerts');
  return {
    pace: { most: 60, withinMs: 60_000 },
    bundling: { separately: 0, most: 64 },
    async send(message, signal) {
      const body = JSON.stringify(message.alerts.flatMap((alert) => postable(alert, message)));
      requireSuccess(await post(http, { url, body, signal }), url);
    },
  };
}

/** Whoever fires has to say it again or until when (https://prometheus.io/docs/alerting/latest/clients/). */
const untilOverMs = 7 * 86_400_000;
/** What has happened once is shown for a while. */
const onceMs = 15 * 60_000;

interface Postable {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

function postable(alert: Alert, message: Message): readonly Postable[] {
  const { kind, at, ended = [], episode } = alert;
  const { title, lines } = message.alerts.length === 1 ? message : told(alert, message);
  const annotations = { summary: title, description: lines.join('\n'), episode };
  if (kind === 'recovered') {
    // What is over has the labels and the start of what began.
    return ended.map((one) => ({
      labels: labelsOf(alert, one.kind),
      annotations,
      startsAt: timeOf(one.since),
      endsAt: timeOf(at),
    }));
  }
  const endsAt = timeOf(at + (isTrouble(kind) ? untilOverMs : onceMs));
  return [{ labels: labelsOf(alert, kind), annotations, startsAt: timeOf(at), endsAt }];
}

/** Each of several in its own words. */
function told(alert: Alert, { language }: Message): Message {
  return messageOf({ alerts: [alert], language });
}

function labelsOf({ host, cluster, about }: Alert, kind: Alert['kind']): Record<string, string> {
  return {
    alertname: 'floatip',
    kind,
    severity: severityOf(kind),
    host,
    ...(cluster === undefined ? {} : { cluster }),
    ...(about === undefined ? {} : { [about.sort]: about.name }),
    ...(about?.sort === 'address' && about.ip !== null ? { ip: about.ip } : {}),
  };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
