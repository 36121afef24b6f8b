import * as v from 'valibot';

import { normaliseIp } from '../core/ip.ts';

/** What the sections of a topology are made of, whatever the cloud. */

export const listen = v.pipe(
  v.string(),
  v.regex(/^(\[[0-9a-f:]+\]|[0-9.]+):\d{1,5}$/, 'an address and a port such as 127.0.0.1:8080'),
);

export const ip = v.pipe(
  v.string(),
  v.check((text) => normaliseIp(text) !== undefined, 'an IP address'),
  v.transform((text) => normaliseIp(text) ?? text),
);

export const milliseconds = v.pipe(v.number(), v.minValue(0, '0 or more'));
export const positive = v.pipe(v.number(), v.integer('a whole number'), v.minValue(1, '1 or more'));
