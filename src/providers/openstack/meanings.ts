import type { CloudMeanings } from '../meanings.ts';

export const meanings: CloudMeanings = {
  settings: {
    cloud: 'one of the clouds of clouds.yaml',
    cloudsFile: 'that file',
    authUrl: 'URL of Keystone, such as `https://keystone.example.com/v3`',
    applicationCredentialIdFile: 'the file with the id of an application credential',
    applicationCredentialSecretFile: 'the file with its secret',
    region: 'the region of the addresses, where the catalog has several',
    metadata: 'base URL of the metadata service',
  },
  defaults: {
    cloud: '`OS_CLOUD`',
    cloudsFile: 'in the usual places, see [OpenStack](clouds/openstack.md)',
    authUrl: '`OS_AUTH_URL`, or what clouds.yaml says',
    applicationCredentialIdFile: 'the environment, or what clouds.yaml says',
    applicationCredentialSecretFile: 'the environment, or what clouds.yaml says',
    region: 'the only one of the catalog',
  },
  kinds: {
    'openstack-floating-ip': {
      ip: 'the floating IP; `ip` or `id` has to be there',
      id: 'its id, which `openstack floating ip list` shows',
      port: 'the port of this host that it goes to, so it differs from host to host',
      fixedIp: 'the IP on that port, where it has several; it differs from host to host',
      network:
        'the id of the network that the port is in, where a host has several; the same on every host',
    },
    'openstack-vip-port': {
      ip: 'its IP; `ip` or `id` has to be there',
      id: 'the id of the port that keeps it',
      interface: 'the interface on which keepalived puts it, such as `eth0`',
    },
  },
};
