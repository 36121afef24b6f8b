import type { CloudMeanings } from '../meanings.ts';

export const meanings: CloudMeanings = {
  settings: {
    region: 'the region of the addresses, such as `eu-central-1`',
    credentials:
      '`role`: the role of the instance; or `{ accessKeyIdFile, secretAccessKeyFile }`: the files of a key pair',
    assumeRole:
      'the ARN of a role that is taken on with these credentials; or `{ role, externalId, endpoint }`',
    fips: 'whether to talk only to endpoints that are validated for FIPS 140',
    endpoint: 'base URL of the EC2 API, without a path',
    metadata: 'base URL of the metadata service',
  },
  defaults: {
    region: 'what the metadata service says',
    credentials: '`role`',
    fips: '`false`',
    endpoint: 'that of the region',
  },
  kinds: {
    'aws-eip': {
      id: 'the allocation id, such as `eipalloc-0a1b2c3d4e5f60718`; `id` or `ip` has to be there',
      ip: 'the Elastic IP',
      networkInterface: 'a network interface of this host, so it differs from host to host',
      privateIp: 'the private IP of this host that it is associated with',
    },
    'aws-private-ip': {
      ip: 'the private IP, a secondary one',
      networkInterface: 'the network interface of this host that it goes to',
    },
    'aws-route': {
      ip: 'the IP behind the route, outside of every subnet; IPv6 in quotes',
      routeTables: 'the route tables that have a route to it, each a `/32`, or of IPv6 a `/128`',
      networkInterface: 'the network interface of this host that the route leads to',
    },
  },
};
