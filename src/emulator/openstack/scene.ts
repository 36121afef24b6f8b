import type { Scene } from '../emulated-cloud.ts';
import { identityRoot } from './catalog.ts';

const network = '02dd8479-ef26-4398-a102-d19d0a7b3a1f';
const [lb1, lb2] = ['8e3941b4-a6e9-499f-a1ac-2a4662025c01', '8e3941b4-a6e9-499f-a1ac-2a4662025c02'];
const [port1, port2] = [
  'fc861431-0e6c-4842-a0ed-e2363f9bc301',
  'fc861431-0e6c-4842-a0ed-e2363f9bc302',
];

/** Two hosts, lb1 and lb2, and addresses that lb1 has. */
const topology = `openstack:
  credentials: [{ id: openstack-demo, secret: openstack-demo, role: admin }]
  lagMs: 100
  driftMs: 400
  networks: [{ id: ${network} }]
  servers:
    - id: ${lb1}
      name: lb1
      host: compute1
      ports: [{ id: ${port1}, network: ${network}, ips: [10.0.7.21], allowed: ['127.0.0.1'] }]
    - id: ${lb2}
      name: lb2
      host: compute2
      metadata: '127.0.0.1:0'
      ports: [{ id: ${port2}, network: ${network}, ips: [10.0.7.22], allowed: ['127.0.0.1'] }]
  floatingIps:
    - { id: 2f245a7b-796b-4f26-9cf9-9e82d248fda7, ip: 203.0.113.40, port: ${port1} }
  vipPorts:
    # keepalived would put it on eth0 of the new master; what is on every host stands in for that.
    - { id: 43c831e0-19ce-4a76-9a49-57b57e69428b, ip: 127.0.0.1, network: ${network}, port: ${port1} }
`;

export const scene: Scene = {
  topology,
  hosts: { [lb1]: 'lb1', [lb2]: 'lb2' },
  addresses: [
    {
      name: 'web',
      kind: 'openstack-floating-ip',
      entry: 'ip: 203.0.113.40',
      title: 'floating IP 203.0.113.40',
      how: 'one request takes it',
    },
    {
      name: 'vip',
      kind: 'openstack-vip-port',
      entry: 'id: 43c831e0-19ce-4a76-9a49-57b57e69428b, interface: eth0',
      title: 'virtual IP of a port',
      how: 'announced until Neutron follows',
    },
  ],
  env: ({ endpoint, metadata }) => ({
    OS_AUTH_URL: `${endpoint}${identityRoot}`,
    OS_APPLICATION_CREDENTIAL_ID: 'openstack-demo',
    OS_APPLICATION_CREDENTIAL_SECRET: 'openstack-demo',
    FLOATIP_OPENSTACK_METADATA: metadata.get(lb2) ?? '',
  }),
  announcement: (ip) => ({ path: 'openstack/announce', body: { ip, port: port2 } }),
};
