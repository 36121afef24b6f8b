import * as v from 'valibot';

import { duration } from './duration-schema.ts';
import { fleetName, httpUrl } from './follow-schema.ts';
import { tcpTarget } from './leases-schema.ts';

/** Hosts between which controllers move addresses, as the config file has them. */

const controllerWords =
  'a list of what the controllers are called, as in leases.host of each, such as [c1, c2, c3]';

const controllers = v.pipe(
  v.array(
    v.pipe(v.string(controllerWords), v.regex(/^[\x21-\x7e]{1,100}$/, controllerWords)),
    controllerWords,
  ),
  v.minLength(1, controllerWords),
);

const nodeWords = "the id of a host as the cloud spells it, in quotes: '111'";

const named = {
  node: v.pipe(v.string(nodeWords), v.regex(/^\S{1,200}$/, nodeWords)),
  name: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, dots')),
  ),
};

export const hostWords =
  "a host such as { node: '111', tcp: '10.0.0.11:443' }, with tcp or http to see whether it is well";

const host = v.union(
  [v.strictObject({ ...named, tcp: tcpTarget }), v.strictObject({ ...named, http: httpUrl })],
  hostWords,
);

const movesWords = 'a whole number from 0 to 1000';

export const fleet = v.strictObject({
  controllers,
  interval: v.exactOptional(v.pipe(duration, v.minValue(200, 'a duration of at least 200ms'))),
  timeout: v.exactOptional(v.pipe(duration, v.minValue(50, 'a duration of at least 50ms'))),
  movesPerMinute: v.exactOptional(
    v.pipe(
      v.number(movesWords),
      v.integer(movesWords),
      v.minValue(0, movesWords),
      v.maxValue(1000, movesWords),
    ),
  ),
  nodes: v.pipe(
    v.array(host, `a list with ${hostWords}`),
    v.minLength(1, `a list with ${hostWords}`),
  ),
});

export const hosts = v.record(fleetName, fleet);

export type HostsFile = Readonly<Record<string, v.InferOutput<typeof fleet>>>;
