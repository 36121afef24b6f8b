import { isTrouble } from '../../core/alert.ts';
import { shorten } from '../../core/shorten.ts';
import type { Http } from '../../lib/http/http.ts';
import type { Secret } from '../../lib/secret.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Alert } from '../alert.ts';
import type { Channel, SettingsOf, Tools } from '../channel.ts';
import type { Message } from '../message.ts';
import { below, post, requireSuccess } from '../post.ts';
import { recordOf } from '../record-of.ts';
import { severityOf } from '../severity.ts';

/**
 * PagerDuty's Events API v2: an incident for each trouble, resolved once it is over
 * (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/).
 */
export function openPagerDuty(
  { url: base, key }: SettingsOf<'pagerduty'>,
  { http }: Tools,
): Channel {
  const url = below(base, '/v2/enqueue');
  const to = { http, url, key };
  return {
    pace: { most: 60, withinMs: 60_000 },
    bundling: { separately: 200, most: 1 },
    async send(message, signal) {
      for (const alert of message.alerts) {
        for (const event of eventsOf(alert, message)) await enqueue(event, to, signal);
      }
    },
  };
}

type Event = Readonly<Record<string, unknown>>;

interface Service {
  readonly http: Http;
  readonly url: Secret;
  /** The integration key of a service. */
  readonly key: Secret;
}

async function enqueue(
  event: Event,
  { http, url, key }: Service,
  signal: AbortSignal,
): Promise<void> {
  const body = JSON.stringify({ routing_key: key.reveal(), ...event });
  const answer = await post(http, { url, body, signal });
  try {
    requireSuccess({ ...answer, text: key.scrub(answer.text) }, url);
  } catch (error) {
    // A key that is none is answered as any other mistake: 400.
    if (!isFailure(error, 'invalid') || !/routing[_ ]key/i.test(answer.text)) throw error;
    const hint = 'Put the integration key of a service with Events API v2 into keyFile';
    throw new Failure('denied', error.message, { hint, cause: error });
  }
}

const mostOfKey = 255;
const mostOfSummary = 1024;

function eventsOf(alert: Alert, { title, lines }: Message): readonly Event[] {
  const { kind, episode, ended = [] } = alert;
  if (kind === 'recovered') return ended.map((one) => resolution(one.episode));
  const trigger = {
    event_action: 'trigger',
    dedup_key: dedupKey(episode),
    payload: {
      summary: shorten(title, mostOfSummary),
      source: alert.host,
      severity: severityOf(kind),
      timestamp: new Date(alert.at).toISOString(),
      component: alert.about?.name,
      group: alert.cluster,
      class: kind,
      custom_details: { ...recordOf(alert), text: lines.join('\n') },
    },
  };
  // What has passed, and a test, leave no incident open.
  return isTrouble(kind) ? [trigger] : [trigger, resolution(episode)];
}

function resolution(episode: string): Event {
  return { event_action: 'resolve', dedup_key: dedupKey(episode) };
}

/** Its end tells one episode from another. */
function dedupKey(episode: string): string {
  return episode.slice(-mostOfKey);
}
