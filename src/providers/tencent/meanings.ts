import type { CloudMeanings } from '../meanings.ts';

export const meanings: CloudMeanings = {
  settings: {
    region: 'the region of the addresses, such as `ap-guangzhou`',
    credentials:
      '`role`: the CAM role of the host; or `{ secretIdFile, secretKeyFile }`: the files of a key pair',
    endpoint: 'base URL of the API, without a path',
    metadata: 'base URL of the metadata service',
  },
  defaults: {
    region: 'what the metadata service says',
    credentials: '`role`',
    endpoint: 'the one inside the VPC, else the public one',
    metadata: '`http://metadata.tencentyun.com`, else `http://169.254.0.23`',
  },
  kinds: {
    'tencent-eip': {
      id: 'the id of the EIP, such as `eip-ek0cdz1g`; `id` or `ip` has to be there',
      ip: 'its IP',
      networkInterface: 'a network interface of this host, so it differs from host to host',
      privateIp: 'the private IP on that interface, in place of the host as a whole',
    },
    'tencent-havip': {
      id: 'the id of the HAVIP, such as `havip-9o233uri`; `id` or `ip` has to be there',
      ip: 'its IP in the VPC',
      interface: 'the interface on which keepalived puts it, such as `eth0`',
      eip: 'the EIP that belongs on it',
    },
    'tencent-private-ip': {
      ip: 'the private IP',
      vpc: 'its VPC, where the account has the same IP in several',
      networkInterface: 'the network interface of this host that it goes to',
    },
  },
};
