import * as v from 'valibot';

import { absolutePath, idLike, interfaceName, ipv4 } from '../config-values.ts';
import { eipId, havipId } from './ids.ts';

/** What the config file says of Tencent Cloud. */

export const section = v.strictObject({
  /** By default what the metadata service says. */
  region: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z]+(-[a-z0-9]+)+$/, 'a region such as ap-guangzhou')),
  ),
  credentials: v.optional(
    v.union(
      [
        v.literal('role'),
        v.strictObject({ secretIdFile: absolutePath, secretKeyFile: absolutePath }),
      ],
      'role, or { secretIdFile, secretKeyFile }',
    ),
  ),
  endpoint: v.optional(v.string()),
  metadata: v.optional(v.string()),
});

const vpcId = idLike(/^vpc-[a-z0-9]{4,16}$/, 'vpc-5dgjbkzq');
const eniId = idLike(/^eni-[a-z0-9]{4,16}$/, 'eni-jyhoxx61');

export const addresses = {
  'tencent-eip': {
    /** One of id and ip has to be there. */
    id: v.exactOptional(idLike(eipId, 'eip-ek0cdz1g')),
    ip: v.exactOptional(ipv4),
    /** A network interface of this host, and the private IP on it, instead of the host as a whole. */
    networkInterface: v.exactOptional(eniId),
    privateIp: v.exactOptional(ipv4),
  },
  'tencent-havip': {
    /** One of id and ip has to be there. */
    id: v.exactOptional(idLike(havipId, 'havip-9o233uri')),
    ip: v.exactOptional(ipv4),
    /** The interface on which keepalived puts it. */
    interface: interfaceName,
    /** The EIP that belongs on it. */
    eip: v.exactOptional(ipv4),
  },
  'tencent-private-ip': {
    ip: ipv4,
    /** Its VPC, where the account has the same IP in several. */
    vpc: v.exactOptional(vpcId),
    /** The network interface of this host that it goes to; by default the one in its subnet. */
    networkInterface: v.exactOptional(eniId),
  },
};
