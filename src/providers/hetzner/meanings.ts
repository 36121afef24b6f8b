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
    'hetzner-floating-ip': {
      ip: 'its IPv4 address; or its IPv6 network, or any address in it, in quotes; `ip` or `id` has to be there',
      id: 'its id, such as `4711`, which `hcloud floating-ip list` shows',
    },
  },
};
