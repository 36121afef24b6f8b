import * as v from 'valibot';

import { argvLike } from '../providers/config-values.ts';
import { duration } from './duration-schema.ts';

/** What an address may follow, as the config file has it. */

export const httpUrl = v.pipe(
  v.string(),
  v.check((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || url.username !== '' || url.password !== '') return false;
    return url.protocol === 'http:' || url.protocol === 'https:';
  }, 'a URL such as http://127.0.0.1:8008/primary, without a password'),
);

const argv = argvLike('[/usr/local/bin/am-i-master, --quiet]');

/** A lease is a part of a key in etcd. */
const leaseName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'a name of letters, digits, dots, hyphens'),
);

const asking = {
  interval: v.exactOptional(v.pipe(duration, v.minValue(100, 'a duration of at least 100ms'))),
  timeout: v.exactOptional(duration),
  grace: v.exactOptional(duration),
};

export const httpFollow = v.strictObject({ http: httpUrl, ...asking });
export const execFollow = v.strictObject({ exec: argv, ...asking });
const spreadWords = 'true, or a number of parts from 2 to 256';

export const leaseFollow = v.strictObject({
  lease: leaseName,
  spread: v.exactOptional(
    v.union(
      [
        v.boolean(),
        v.pipe(
          v.number(spreadWords),
          v.integer(spreadWords),
          v.minValue(2, spreadWords),
          v.maxValue(256, spreadWords),
        ),
      ],
      spreadWords,
    ),
  ),
});

/** It becomes a part of the name of a lease. */
export const fleetName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,80}$/, 'a name of letters, digits, hyphens'),
);

export const hostsFollow = v.strictObject({ hosts: fleetName });

export const followWords =
  'the name of a VRRP instance such as VI_1, or one of { http: URL }, { exec: [program] }, { lease: name }, { hosts: name }';

export const follow = v.union(
  [
    v.pipe(v.string(), v.minLength(1, followWords)),
    httpFollow,
    execFollow,
    leaseFollow,
    hostsFollow,
  ],
  followWords,
);
