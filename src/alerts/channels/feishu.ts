import { createHmac } from 'node:crypto';

import type { Channel, SettingsOf, Tools } from '../channel.ts';
import { cutBytes } from '../cut-bytes.ts';
import { post } from '../post.ts';
import { requireTaken } from '../robot-answer.ts';
import type { RobotCodes } from '../robot-answer.ts';

/**
 * A custom robot of Feishu or Lark: 100 messages a minute and 5 a second, of up to 20 KB
 * (https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot).
 */
export function openFeishu({ url, secret }: SettingsOf<'feishu'>, { http, clock }: Tools): Channel {
  return {
    pace: { most: 50, withinMs: 60_000 },
    bundling: { separately: 3, most: 200 },
    async send({ title, lines }, signal) {
      const text = cutBytes([title, ...lines].join('\n'), mostBytes);
      const message = { msg_type: 'text', content: { text } };
      const timestamp = String(Math.floor(clock.wall() / 1000));
      const signature =
        secret === undefined ? {} : { timestamp, sign: signatureOf(timestamp, secret.reveal()) };
      const body = JSON.stringify({ ...signature, ...message });
      requireTaken(await post(http, { url, body, signal }), url, codes);
    },
  };
}

const mostBytes = 15_000;

/** The same page: what is signed is nothing, with timestamp and secret as the key. */
function signatureOf(timestamp: string, secret: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
}

/** The same page, error codes; robots of old answer with StatusCode. */
const codes: RobotCodes = {
  fields: ['code', 'StatusCode'],
  message: 'msg',
  throttled: new Set([9499, 11_232]),
  denied: new Set([19_001, 19_021, 19_022, 19_024]),
  busy: new Set([11_246]),
  hint: "Check the robot's URL and its security settings: signature, keywords, IPs; and the clock of this host",
};
