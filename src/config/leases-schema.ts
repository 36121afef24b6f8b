import * as v from 'valibot';

import { absolutePath } from '../providers/config-values.ts';
import { duration } from './duration-schema.ts';
import { execFollow, httpFollow } from './follow-schema.ts';

/** How hosts elect one of them, as the config file has it. */

const ttlWords = 'whole seconds from 3s to 60s';

const etcd = v.strictObject({
  endpoints: v.pipe(
    v.array(v.string(), 'a list of base URLs such as [https://10.0.0.1:2379]'),
    v.minLength(1, 'a list of base URLs such as [https://10.0.0.1:2379]'),
  ),
  /** How long a host that is gone keeps others waiting. */
  ttl: v.exactOptional(
    v.pipe(
      duration,
      v.check((ms) => ms % 1000 === 0 && ms >= 3000 && ms <= 60_000, ttlWords),
    ),
  ),
  prefix: v.exactOptional(
    v.pipe(v.string(), v.regex(/^\/[^\s]*\/$|^\/$/, 'a path that ends with /, such as /floatip/')),
  ),
  caFile: v.exactOptional(absolutePath),
  certFile: v.exactOptional(absolutePath),
  keyFile: v.exactOptional(absolutePath),
  username: v.exactOptional(v.pipe(v.string(), v.minLength(1, 'some text'))),
  passwordFile: v.exactOptional(absolutePath),
});

const preference = v.pipe(
  v.number('a number from 1 to 254, as a priority of VRRP'),
  v.integer('a number from 1 to 254, as a priority of VRRP'),
  v.minValue(1, 'a number from 1 to 254, as a priority of VRRP'),
  v.maxValue(254, 'a number from 1 to 254, as a priority of VRRP'),
);

const movesWords = 'a whole number from 1 to 1000';

const movesPerMinute = v.pipe(
  v.number(movesWords),
  v.integer(movesWords),
  v.minValue(1, movesWords),
  v.maxValue(1000, movesWords),
);

export const tcpTarget = v.pipe(
  v.string(),
  v.regex(/^(?:\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, 'a host and a port such as 127.0.0.1:443'),
);

const tcpTrack = v.strictObject({
  tcp: tcpTarget,
  interval: v.exactOptional(duration),
  timeout: v.exactOptional(duration),
  grace: v.exactOptional(duration),
});

const trackWords = 'one of { http: URL }, { exec: [program] }, { tcp: HOST:PORT }';

export const leases = v.strictObject({
  etcd,
  host: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,100}$/, 'a name without blanks')),
  ),
  prefer: v.exactOptional(preference),
  nopreempt: v.exactOptional(v.boolean()),
  movesPerMinute: v.exactOptional(movesPerMinute),
  failsafe: v.exactOptional(v.literal('peers', "'peers', or nothing")),
  track: v.exactOptional(v.union([httpFollow, execFollow, tcpTrack], trackWords)),
});

export type LeasesFile = v.InferOutput<typeof leases>;
