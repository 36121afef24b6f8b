import * as v from 'valibot';

import { absolutePath, idLike, ip, ipv4 } from '../config-values.ts';
import { allocationId, interfaceId, isRegion, routeTableId } from './ids.ts';

/** What the config file says of AWS. */

const roleArn = v.pipe(
  v.string(),
  v.regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    'the ARN of a role such as arn:aws:iam::123456789012:role/floatip',
  ),
);

/** Plain http would show who takes which role. */
const stsEndpoint = v.pipe(
  v.string(),
  v.regex(
    /^(?:https:\/\/|http:\/\/(?:127\.|localhost[:/]?|\[::1\]))[^/]*$/,
    'a base URL such as https://sts.eu-central-1.amazonaws.com',
  ),
);

export const section = v.strictObject({
  /** By default what the metadata service says. */
  region: v.optional(v.pipe(v.string(), v.check(isRegion, 'a region such as eu-central-1'))),
  credentials: v.optional(
    v.union(
      [
        v.literal('role'),
        v.strictObject({ accessKeyIdFile: absolutePath, secretAccessKeyFile: absolutePath }),
      ],
      'role, or { accessKeyIdFile, secretAccessKeyFile }',
    ),
  ),
  /** Another role that is taken on with these credentials, of the account that has the addresses. */
  assumeRole: v.optional(
    v.union(
      [
        roleArn,
        v.strictObject({
          role: roleArn,
          externalId: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w+=,.@:/-]{2,1224}$/))),
          endpoint: v.exactOptional(stsEndpoint),
        }),
      ],
      'the ARN of a role, or { role, externalId, endpoint }',
    ),
  ),
  /** Only endpoints that are validated for FIPS 140. */
  fips: v.optional(v.boolean()),
  endpoint: v.optional(v.string()),
  metadata: v.optional(v.string()),
});

const eniId = idLike(interfaceId, 'eni-0a1b2c3d4e5f60718');
const rtbId = idLike(routeTableId, 'rtb-0a1b2c3d4e5f60718');

export const addresses = {
  'aws-eip': {
    /** One of id and ip has to be there. */
    id: v.exactOptional(idLike(allocationId, 'eipalloc-0a1b2c3d4e5f60718')),
    ip: v.exactOptional(ipv4),
    /** The network interface of this host, by default its first one; and the private IP on it, by default its primary one. */
    networkInterface: v.exactOptional(eniId),
    privateIp: v.exactOptional(ipv4),
  },
  'aws-private-ip': {
    ip: ipv4,
    /** The network interface of this host that it goes to; by default the one in its subnet. */
    networkInterface: v.exactOptional(eniId),
  },
  'aws-route': {
    ip,
    /** Those in which the route to it is replaced. */
    routeTables: v.pipe(v.array(rtbId), v.minLength(1, 'a list of at least one route table')),
    /** The network interface of this host that it leads to; by default its first one. */
    networkInterface: v.exactOptional(eniId),
  },
};
