import type { Scene } from '../emulated-cloud.ts';

/** Two hosts, lb1 and lb2, and addresses that lb1 has. */
const topology = `aws:
  role: { name: floatip }
  lagMs: 250
  moveMs: 450
  instances:
    - id: i-00000001
      name: lb1
      interfaces: [{ id: eni-00000001, mac: '02:00:00:00:00:01', ips: [10.0.4.20, 10.0.4.30] }]
    - id: i-00000002
      name: lb2
      metadata: '127.0.0.1:0'
      interfaces: [{ id: eni-00000002, mac: '02:00:00:00:00:02', ips: [10.0.4.21] }]
  eips:
    - { id: eipalloc-00000001, ip: 203.0.113.40, interface: eni-00000001 }
  routeTables:
    - { id: rtb-00000001, routes: [{ to: 10.99.0.10/32, interface: eni-00000001 }] }
    - { id: rtb-00000002, routes: [{ to: 10.99.0.10/32, interface: eni-00000001 }] }
`;

export const scene: Scene = {
  topology,
  hosts: { 'i-00000001': 'lb1', 'i-00000002': 'lb2' },
  addresses: [
    {
      name: 'www',
      kind: 'aws-eip',
      entry: 'id: eipalloc-00000001',
      title: 'Elastic IP 203.0.113.40',
      how: 'one request takes it',
    },
    {
      name: 'net',
      kind: 'aws-private-ip',
      entry: 'ip: 10.0.4.30',
      title: 'private IP 10.0.4.30',
      how: 'one request takes it, the host confirms it',
    },
    {
      name: 'vip',
      kind: 'aws-route',
      entry: 'ip: 10.99.0.10, routeTables: [rtb-00000001, rtb-00000002]',
      title: 'route to 10.99.0.10',
      how: 'replaced in two tables at once',
    },
  ],
  env: ({ endpoint, metadata }) => ({
    FLOATIP_AWS_ENDPOINT: endpoint,
    FLOATIP_AWS_METADATA: metadata.get('i-00000002') ?? '',
  }),
};
