import * as v from 'valibot';

import { ip } from '../providers/config-values.ts';
import { duration } from './duration-schema.ts';

/** How an address is asked from outside, as the config file has it. */

const portWords = 'a port from 1 to 65535';
const port = v.pipe(
  v.number(portWords),
  v.integer(portWords),
  v.minValue(1, portWords),
  v.maxValue(65_535, portWords),
);

const common = { ip: v.exactOptional(ip), timeout: v.exactOptional(duration) };

const page = v.pipe(
  v.string(),
  v.regex(/^\/[\x21-\x7e]*$/, 'a path that begins with /, such as /healthz'),
);

export const probe = v.union(
  [
    v.strictObject({ tcp: port, ...common }),
    v.strictObject({ http: page, port: v.exactOptional(port), ...common }),
  ],
  'one of { tcp: 443 }, { http: /healthz }',
);
