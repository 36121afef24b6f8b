import * as v from 'valibot';

import { absolutePath, ipv4, ipv6 } from '../config-values.ts';

/** What the config file says of DigitalOcean. */

export const section = v.strictObject({
  tokenFile: v.optional(absolutePath),
  endpoint: v.optional(v.string()),
  metadata: v.optional(v.string()),
});

export const addresses = {
  'digitalocean-reserved-ip': { ip: ipv4 },
  'digitalocean-reserved-ipv6': { ip: ipv6 },
};
