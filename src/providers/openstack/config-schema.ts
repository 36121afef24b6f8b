import * as v from 'valibot';

import { absolutePath, interfaceName, ip, ipv4 } from '../config-values.ts';
import { isUuid } from './ids.ts';

/** What the config file says of OpenStack. */

const word = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,255}$/, 'a name without spaces'));

export const section = v.strictObject({
  /** One of the clouds in clouds.yaml. */
  cloud: v.optional(word),
  cloudsFile: v.optional(absolutePath),
  /** Of Keystone, with its path. */
  authUrl: v.optional(v.string()),
  applicationCredentialIdFile: v.optional(absolutePath),
  applicationCredentialSecretFile: v.optional(absolutePath),
  region: v.optional(word),
  metadata: v.optional(v.string()),
});

const idWords = 'an id such as 2f245a7b-796b-4f26-9cf9-9e82d248fda7';

const id = v.pipe(
  v.string(idWords),
  v.transform((text) => text.toLowerCase()),
  v.check(isUuid, idWords),
);

export const addresses = {
  'openstack-floating-ip': {
    /** One of ip and id has to be there. */
    ip: v.exactOptional(ipv4),
    id: v.exactOptional(id),
    /** The port of this host, and the IP on it, where it has several. */
    port: v.exactOptional(id),
    fixedIp: v.exactOptional(ipv4),
    /** The network that the port is in, the same on every host. */
    network: v.exactOptional(id),
  },
  'openstack-vip-port': {
    /** One of ip and id has to be there. */
    ip: v.exactOptional(ip),
    id: v.exactOptional(id),
    /** The interface on which keepalived puts it. */
    interface: interfaceName,
  },
};
