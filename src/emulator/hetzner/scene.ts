import type { Scene } from '../emulated-cloud.ts';

/** Two hosts, lb1 and lb2, and addresses that lb1 has. */
const topology = `hetzner:
  tokens: [{ token: hcloud-demo }]
  actionMs: 250
  servers:
    - { id: 11111, name: lb1, location: fsn1, metadata: '127.0.0.1:0' }
    - { id: 22222, name: lb2, location: nbg1, metadata: '127.0.0.1:0' }
  floatingIps:
    - { id: 4711, ip: 203.0.113.20, location: fsn1, server: 11111 }
    - { id: 4712, ip: '2001:db8::/64', location: fsn1, server: 11111 }
`;

export const scene: Scene = {
  topology,
  hosts: { '11111': 'lb1', '22222': 'lb2' },
  addresses: [
    {
      name: 'web',
      kind: 'hetzner-floating-ip',
      entry: 'ip: 203.0.113.20',
      title: 'floating IP 203.0.113.20',
      how: 'one request takes it',
    },
    {
      name: 'web6',
      kind: 'hetzner-floating-ip',
      entry: 'id: 4712',
      title: 'floating IPv6 2001:db8::/64',
      how: 'one request takes it',
    },
  ],
  env: ({ endpoint, metadata }) => ({
    HCLOUD_TOKEN: 'hcloud-demo',
    FLOATIP_HETZNER_ENDPOINT: endpoint,
    FLOATIP_HETZNER_METADATA: metadata.get('22222') ?? '',
  }),
};
