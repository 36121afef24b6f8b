import * as v from 'valibot';

import { argvLike, ip } from '../config-values.ts';
import { isNodeName } from './ids.ts';

/** What the config file says of addresses that a program moves. */

/** All that there is to set belongs to an address. */
export const section = v.strictObject({});

const nodeWords = 'the name of a node, without blanks';

export const addresses = {
  exec: {
    ip: v.exactOptional(ip),
    id: v.exactOptional(
      v.pipe(v.string(), v.regex(/^[^\s\p{C}]{1,128}$/u, 'an id without blanks')),
    ),
    command: argvLike('[/usr/local/bin/my-cloud, --zone, b]'),
    /** What the program calls this host. */
    node: v.exactOptional(v.pipe(v.string(nodeWords), v.check(isNodeName, nodeWords))),
    /** Handed to the program as it is. */
    with: v.exactOptional(v.record(v.string(), v.unknown())),
  },
};
