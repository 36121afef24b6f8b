import * as v from 'valibot';

import { normaliseIp } from '../../core/ip.ts';
import { absolutePath } from '../config-values.ts';
import { isHetznerId } from './ids.ts';
import { networkOf } from './network.ts';

/** What the config file says of Hetzner Cloud. */

export const section = v.strictObject({
  tokenFile: v.optional(absolutePath),
  endpoint: v.optional(v.string()),
  metadata: v.optional(v.string()),
});

const idWords = 'an id, the number of a floating IP such as 4711';
const ipWords = 'an IPv4 address such as 203.0.113.10, or an IPv6 /64 such as 2001:db8::/64';

/** Of an IPv6 network any address will do. */
const ip = v.pipe(
  v.string(ipWords),
  v.check((text) => networkOf(text) !== undefined, ipWords),
  v.transform((text) => normaliseIp(text) ?? networkOf(text) ?? text),
);

/** YAML takes it for a number, which is as well. */
const id = v.pipe(
  v.union([v.string(), v.number()], idWords),
  v.transform(String),
  v.check(isHetznerId, idWords),
);

export const addresses = {
  'hetzner-floating-ip': {
    /** One of ip and id has to be there. */
    ip: v.exactOptional(ip),
    id: v.exactOptional(id),
  },
};
