import * as v from 'valibot';

import { alertKinds, languages } from '../core/alert.ts';

/** The part of the config file that says whom to tell of what. */

const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name of up to 64 letters, digits, dots, hyphens'),
);
const absolutePath = v.pipe(v.string(), v.regex(/^\//, 'an absolute path'));

const urlWords = 'a URL such as https://alerts.example.com/floatip';
const url = v.pipe(
  v.string(urlWords),
  v.check((text) => /^https?:$/.test(protocolOf(text)), urlWords),
);

function protocolOf(text: string): string {
  return URL.canParse(text) ? new URL(text).protocol : '';
}

const mailWords = 'a mail address such as ops@example.com';
const mailAddress = v.pipe(
  v.string(mailWords),
  // It ends up in the headers of a mail.
  v.regex(/^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/, mailWords),
);

const smtp = v.strictObject({
  host: v.pipe(v.string(), v.regex(/^[^\s/]+$/, 'the name of a host, or its IP')),
  /** Without it, by `tls`: 465, 587 or 25. */
  port: v.optional(
    v.pipe(
      v.number('a port'),
      v.integer('a port'),
      v.minValue(1, 'a port'),
      v.maxValue(65_535, 'a port'),
    ),
  ),
  user: v.optional(v.pipe(v.string(), v.minLength(1, 'some text'))),
  passwordFile: v.optional(absolutePath),
  tls: v.optional(
    v.union(
      [v.picklist(['implicit', 'starttls', 'none']), v.boolean()],
      'implicit, starttls or none; true is implicit, false is none',
    ),
  ),
});

const channel = v.variant('type', [
  v.strictObject({
    name,
    type: v.literal('webhook'),
    url,
    secretFile: v.optional(absolutePath),
  }),
  v.strictObject({ name, type: v.literal('alertmanager'), url }),
  v.strictObject({ name, type: v.literal('slack'), urlFile: absolutePath }),
  v.strictObject({
    name,
    type: v.literal('dingtalk'),
    urlFile: absolutePath,
    secretFile: v.optional(absolutePath),
  }),
  v.strictObject({
    name,
    type: v.literal('feishu'),
    urlFile: absolutePath,
    secretFile: v.optional(absolutePath),
  }),
  v.strictObject({ name, type: v.literal('wecom'), urlFile: absolutePath }),
  v.strictObject({
    name,
    type: v.literal('pagerduty'),
    keyFile: absolutePath,
    url: v.optional(url),
  }),
  v.strictObject({
    name,
    type: v.literal('mail'),
    smtp,
    from: mailAddress,
    to: v.pipe(
      v.array(mailAddress),
      v.minLength(1, 'at least one mail address'),
      v.maxLength(50, 'at most 50 mail addresses'),
    ),
  }),
]);

export const alerts = v.strictObject({
  /** By default all. */
  on: v.optional(v.array(v.picklist(alertKinds))),
  language: v.optional(v.picklist(languages)),
  channels: v.pipe(
    v.array(channel),
    v.minLength(1, 'at least one channel'),
    v.maxLength(16, 'at most 16 channels'),
    v.check(
      (channels) => new Set(channels.map((one) => one.name)).size === channels.length,
      'channels with different names',
    ),
  ),
});
export type AlertsConfig = v.InferOutput<typeof alerts>;
export type ChannelConfig = AlertsConfig['channels'][number];
