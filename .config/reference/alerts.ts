import type { Alert } from '../../src/alerts/alert.ts';
import type { ChannelSettings } from '../../src/alerts/channel.ts';
import { messageOf } from '../../src/alerts/message.ts';
import { openChannel } from '../../src/alerts/open-channel.ts';
import { severityOf } from '../../src/alerts/severity.ts';
import { alertKinds, channelTypes } from '../../src/core/alert.ts';
import type { AlertKind, ChannelType } from '../../src/core/alert.ts';
import { createHttp } from '../../src/lib/http/http.ts';
import { Secret } from '../../src/lib/secret.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import { channelMeanings, kindsOfAlerts, sampleFacts } from './alert-meanings.ts';
import { clouds } from './clouds.ts';
import { configSchema } from './json-schema.ts';
import { markdownTable } from './markdown-table.ts';

/** What people are told of, and by what, as the code has it. */

/** What each kind of alert is, and how urgent. */
export function alertKindsReference(): string {
  const rows = alertKinds.map((kind) => [`\`${kind}\``, severityOf(kind), kindsOfAlerts[kind]]);
  return markdownTable([['kind', 'severity', 'when'], ...rows]);
}

/** The keys of each type of channel, and what it takes in a minute. */
export async function channelsReference(): Promise<string> {
  const types = configSchema().properties?.['alerts']?.properties?.['channels']?.items?.oneOf ?? [];
  const rows = await Promise.all(
    types.map(async ({ properties = {}, required = [] }) => {
      const type = channelTypes.find((one) => one === properties['type']?.const);
      if (type === undefined) throw new Error('The schema has a channel that the code has not');
      const keys = Object.keys(properties).filter((key) => key !== 'name' && key !== 'type');
      const named = keys.map((key) => `\`${key}\`${required.includes(key) ? '' : ' (optional)'}`);
      return [`\`${type}\``, named.join(', '), await paceOf(type), channelMeanings[type]];
    }),
  );
  return markdownTable([['type', 'keys', 'at most', 'what it is'], ...rows]);
}

/** Each kind in each language. */
export function textsReference(): string {
  const rows = alertKinds.map((kind) => {
    const [en, zh] = (['en', 'zh'] as const).map(
      (language) => messageOf({ alerts: [sampleOf(kind)], language }).title,
    );
    return [`\`${kind}\``, en ?? '', zh ?? ''];
  });
  return markdownTable([['kind', '`en`', '`zh`'], ...rows]);
}

async function paceOf(type: ChannelType): Promise<string> {
  const secret = new Secret('https://example.com/');
  const settings = {
    name: 'a',
    type,
    url: secret,
    key: secret,
    smtp: { host: 'a', port: 25, tls: 'none' },
    from: '',
    to: [],
  } as ChannelSettings;
  const http = createHttp({ clock: systemClock, proxy: 'never' });
  const { pace } = await openChannel(settings, { http, clock: systemClock });
  return `${pace.most} in ${Math.floor(pace.withinMs / 1000)} s`;
}

function sampleOf(kind: AlertKind): Alert {
  const about =
    kind === 'unhealthy'
      ? ({ sort: 'cloud', name: clouds.first } as const)
      : ({ sort: 'address', name: 'web', kind: '', ip: '203.0.113.10' } as const);
  const ended = kind === 'recovered' ? [{ kind: 'contested', episode: '', since: 0 } as const] : [];
  return { kind, about, ended, episode: '', at: 0, host: 'lb2', facts: sampleFacts };
}
