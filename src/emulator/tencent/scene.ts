import type { Scene } from '../emulated-cloud.ts';

/** Two hosts, lb1 and lb2, and addresses that lb1 has. */
const topology = `tencent:
  role: { name: floatip }
  taskMs: 250
  driftMs: 400
  instances:
    - id: ins-lb100001
      name: lb1
      zone: ap-guangzhou-3
      interfaces:
        - id: eni-lb100001
          mac: '52:54:00:00:00:01'
          vpc: vpc-demo0001
          subnet: subnet-demo0001
          ips: [10.0.4.20, 10.0.4.30]
    - id: ins-lb200002
      name: lb2
      zone: ap-guangzhou-3
      metadata: '127.0.0.1:0'
      interfaces:
        - id: eni-lb200002
          mac: '52:54:00:00:00:02'
          vpc: vpc-demo0001
          subnet: subnet-demo0001
          ips: [10.0.4.21]
  eips:
    - { id: eip-demo0001, ip: 203.0.113.20, instance: ins-lb100001 }
  havips:
    # keepalived would put it on eth0 of the new master; what is on every host stands in for that.
    - { id: havip-demo0001, ip: 127.0.0.1, vpc: vpc-demo0001, subnet: subnet-demo0001, interface: eni-lb100001 }
`;

export const scene: Scene = {
  topology,
  hosts: { 'ins-lb100001': 'lb1', 'ins-lb200002': 'lb2' },
  addresses: [
    {
      name: 'pub',
      kind: 'tencent-eip',
      entry: 'id: eip-demo0001',
      title: 'EIP 203.0.113.20',
      how: 'unbound there, bound here',
    },
    {
      name: 'vip',
      kind: 'tencent-havip',
      entry: 'id: havip-demo0001, interface: eth0',
      title: 'HAVIP havip-demo0001',
      how: 'announced until the cloud follows',
    },
    {
      name: 'net',
      kind: 'tencent-private-ip',
      entry: 'ip: 10.0.4.30',
      title: 'private IP 10.0.4.30',
      how: 'migrated from interface to interface',
    },
  ],
  env: ({ endpoint, metadata }) => ({
    FLOATIP_TENCENT_ENDPOINT: endpoint,
    FLOATIP_TENCENT_METADATA: metadata.get('ins-lb200002') ?? '',
  }),
  announcement: (ip) => ({
    path: 'tencent/announce',
    body: { havip: ip, interface: 'eni-lb200002' },
  }),
};
