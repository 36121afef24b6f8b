import { createHmac } from 'node:crypto';

import type { Channel, SettingsOf, Tools } from '../channel.ts';
import { post, requireSuccess } from '../post.ts';
import { recordOfMessage } from '../record-of.ts';

/**
 * JSON for a program of one's own. With a secret, `X-Floatip-Signature` is that of the body as it was sent,
 * like that of GitHub (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries).
 */
export function openWebhook({ url, secret }: SettingsOf<'webhook'>, { http }: Tools): Channel {
  return {
    pace: { most: 60, withinMs: 60_000 },
    bundling: { separately: 10, most: 200 },
    async send(message, signal) {
      const body = JSON.stringify(recordOfMessage(message));
      const headers: Record<string, string> =
        secret === undefined
          ? {}
          : { 'x-floatip-signature': `sha256=${signatureOf(body, secret.reveal())}` };
      requireSuccess(await post(http, { url, body, headers, signal }), url);
    },
  };
}

function signatureOf(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
