import * as v from 'valibot';

import { udpPlaceOf } from '../core/udp-place.ts';
import { duration } from './duration-schema.ts';

/** What a watcher looks at beside its addresses, as the config file has it. */

const peerWords = 'a host, or a host and a port, such as 10.0.0.3:9477';

/** The watchers of the other hosts. */
export const peers = v.array(
  v.pipe(
    v.string(peerWords),
    v.regex(/^(?:\[[0-9a-f:]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/i, peerWords),
  ),
  'a list of hosts such as [10.0.0.3:9477]',
);

const intervalWords = 'never, or a duration of at least a minute, such as 60m';

const jitterWords = 'an IP of this host and a port, such as 10.0.0.2:9477, or [fd00::2]:9477';

/** Where the watcher answers what measures the network. */
const jitter = v.pipe(
  v.string(jitterWords),
  v.check((text) => udpPlaceOf(text) !== undefined, jitterWords),
);

export const doctor = v.strictObject({
  interval: v.exactOptional(
    v.union(
      [v.literal('never'), v.pipe(duration, v.minValue(60_000, intervalWords))],
      intervalWords,
    ),
  ),
  jitter: v.exactOptional(jitter),
});
