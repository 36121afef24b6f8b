import { shorten } from '../../core/shorten.ts';
import type { Channel, SettingsOf, Tools } from '../channel.ts';
import { post, requireSuccess } from '../post.ts';

/**
 * An incoming webhook of Slack: a message a second, text of up to 40,000 characters
 * (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 */
export function openSlack({ url }: SettingsOf<'slack'>, { http }: Tools): Channel {
  return {
    pace: { most: 1, withinMs: 1100 },
    bundling: { separately: 3, most: 200 },
    async send({ title, lines }, signal) {
      const text = [`*${escaped(title)}*`, ...lines.map(escaped)].join('\n');
      const body = JSON.stringify({ text: shorten(text, mostCharacters) });
      requireSuccess(await post(http, { url, body, signal }), url);
    },
  };
}

/** Beyond that it is cut by Slack. */
const mostCharacters = 4000;

/** https://docs.slack.dev/messaging/formatting-message-text#escaping: a name must not call everybody. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
