import type { CloudMeanings } from '../meanings.ts';

export const meanings: CloudMeanings = {
  settings: {
    tokenFile: 'the file with the token',
    endpoint: 'base URL of the API, without a path',
    metadata: 'base URL of the metadata service',
  },
  defaults: {
    tokenFile: 'the environment',
  },
  kinds: {
    'digitalocean-reserved-ip': { ip: 'the reserved IP, IPv4' },
    'digitalocean-reserved-ipv6': { ip: 'the reserved IP, IPv6; in quotes' },
  },
};
