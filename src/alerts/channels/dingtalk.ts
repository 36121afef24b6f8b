import { createHmac } from 'node:crypto';

import { Secret } from '../../lib/secret.ts';
import type { Channel, SettingsOf, Tools } from '../channel.ts';
import { cutBytes } from '../cut-bytes.ts';
import { post } from '../post.ts';
import { requireTaken } from '../robot-answer.ts';
import type { RobotCodes } from '../robot-answer.ts';

/**
 * A custom robot of DingTalk: 20 messages a minute, beyond which it is silent for ten
 * (https://open.dingtalk.com/document/robots/custom-robot-access).
 */
export function openDingTalk(
  { url, secret }: SettingsOf<'dingtalk'>,
  { http, clock }: Tools,
): Channel {
  return {
    pace: { most: 20, withinMs: 61_000 },
    bundling: { separately: 3, most: 200 },
    async send({ title, lines }, signal) {
      const content = cutBytes([title, ...lines].join('\n'), mostBytes);
      const body = JSON.stringify({ msgtype: 'text', text: { content } });
      const signed = secret === undefined ? url : signedUrl(url, secret, clock.wall());
      requireTaken(await post(http, { url: signed, body, signal }), url, codes);
    },
  };
}

/** A whole request may have 20,000. */
const mostBytes = 15_000;

/** https://open.dingtalk.com/document/robots/customize-robot-security-settings */
function signedUrl(url: Secret, secret: Secret, timestamp: number): Secret {
  const key = secret.reveal();
  const sign = createHmac('sha256', key).update(`${timestamp}\n${key}`).digest('base64');
  const signed = new URL(url.reveal());
  signed.searchParams.set('timestamp', String(timestamp));
  signed.searchParams.set('sign', sign);
  return new Secret(signed.href);
}

/** https://open.dingtalk.com/document/robots/custom-robot-access, error codes */
const codes: RobotCodes = {
  fields: ['errcode'],
  message: 'errmsg',
  throttled: new Set([130_101, 130_102, 410_100, 660_026]),
  denied: new Set([300_001, 300_005, 310_000, 400_101, 400_102]),
  busy: new Set([-1, 43_004]),
  hint: "Check the robot's URL and its security settings: secretFile holds the SEC… of its signature",
};
