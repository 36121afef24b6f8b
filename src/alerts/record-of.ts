import { jsonVersion } from '../core/json-version.ts';
import type { Alert } from './alert.ts';
import type { Message } from './message.ts';

/** An alert for programs. */
export function recordOf(alert: Alert): object {
  const { kind, episode, at, host, cluster, about, facts, ended } = alert;
  return {
    kind,
    status: kind === 'recovered' ? 'resolved' : 'firing',
    episode,
    at: new Date(at).toISOString(),
    host,
    ...(cluster === undefined ? {} : { cluster }),
    ...aboutOf(about),
    ...facts,
    ...(ended === undefined ? {} : { ended: ended.map(endedOf) }),
  };
}

/** A whole message for programs: that of one alert has its fields, that of several lists them. */
export function recordOfMessage({ alerts, title, lines }: Message): object {
  const [first, ...others] = alerts;
  const text = lines.join('\n');
  if (first !== undefined && others.length === 0) {
    return { version: jsonVersion, ...recordOf(first), title, text };
  }
  return { version: jsonVersion, kind: 'summary', title, text, alerts: alerts.map(recordOf) };
}

function aboutOf(about: Alert['about']): object {
  if (about === undefined) return {};
  if (about.sort !== 'address') return { [about.sort]: about.name };
  const { name, kind, ip } = about;
  return { address: { name, kind, ip } };
}

function endedOf({ kind, episode, since }: NonNullable<Alert['ended']>[number]): object {
  return { kind, episode, since: new Date(since).toISOString() };
}
