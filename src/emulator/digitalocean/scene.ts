import type { Scene } from '../emulated-cloud.ts';

/** Two hosts, lb1 and lb2, and addresses that lb1 has. */
const topology = `digitalocean:
  tokens: [{ token: dop_v1_demo }]
  actionMs: 250
  droplets:
    - { id: 111, name: lb1, region: nyc3, metadata: '127.0.0.1:0' }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps:
    - { ip: 203.0.113.10, region: nyc3, droplet: 111 }
    - { ip: '2001:db8::10', region: nyc3, droplet: 111 }
`;

export const scene: Scene = {
  topology,
  hosts: { '111': 'lb1', '222': 'lb2' },
  addresses: [
    {
      name: 'web',
      kind: 'digitalocean-reserved-ip',
      entry: 'ip: 203.0.113.10',
      title: 'reserved IP 203.0.113.10',
      how: 'one request takes it',
    },
    {
      name: 'web6',
      kind: 'digitalocean-reserved-ipv6',
      entry: "ip: '2001:db8::10'",
      title: 'reserved IPv6 2001:db8::10',
      how: 'one request takes it',
    },
  ],
  env: ({ endpoint, metadata }) => ({
    DO_TOKEN: 'dop_v1_demo',
    FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222') ?? '',
  }),
};
